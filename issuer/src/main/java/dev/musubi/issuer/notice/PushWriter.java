package dev.musubi.issuer.notice;

import com.nimbusds.jose.util.Base64URL;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.database.StoredJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Writes the messages to browsers: the sentences of the mail, and which page of ours a tap opens. */
@Component
class PushWriter {

    private static final int VERSION = 1;

    /** RFC 8030 section 5.4. */
    private static final int TOPIC = 32;

    /** What a phone that was away for longer would show is told better by its holder's page. */
    private static final Duration KEPT = Duration.ofDays(7);

    private final NoticeTexts texts;

    PushWriter(NoticeTexts texts) {
        this.texts = texts;
    }

    /** A notice. Part of the caller's transaction on the holder. */
    PushMessage notice(HolderId holderId, Channel channel, Notices.Kept kept) {
        NoticeTexts.Text text = texts.of(holderId, kept, channel.language());
        String topic = topic(channel, kept);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("v", VERSION);
        members.put("title", text.title());
        members.put("body", text.todo());
        // A path alone: the worker opens no other site, whoever wrote the message.
        members.put("page", text.page());
        members.put("language", channel.language().tag());
        members.put("tag", topic);
        return new PushMessage(
                StoredJson.bytes(members),
                topic,
                kept.notice().kind().isWarning() ? PushMessage.Urgency.HIGH : PushMessage.Urgency.NORMAL,
                KEPT);
    }

    /**
     * A later reminder takes the place of an earlier one that was not seen; of two warnings each stays. The push service sees
     * the topic, so what it is of is hashed with the way's id, which nobody outside knows.
     */
    private static String topic(Channel channel, Notices.Kept kept) {
        Notice.Kind kind = kept.notice().kind();
        String of = channel.id() + " " + (kind.isWarning() ? kept.id().toString() : kind.name());
        return Base64URL.encode(Sha256.of(of.getBytes(StandardCharsets.UTF_8)))
                .toString()
                .substring(0, TOPIC);
    }
}
