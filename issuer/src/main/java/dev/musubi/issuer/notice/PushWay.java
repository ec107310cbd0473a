package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.outbound.Call;
import dev.musubi.issuer.outbound.Line;
import dev.musubi.issuer.outbound.LineOptions;
import dev.musubi.issuer.outbound.Outbound;
import dev.musubi.issuer.outbound.Outcome;
import dev.musubi.issuer.time.MachineClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** The way to browsers (Generic Event Delivery Using HTTP Push, RFC 8030), if an operator said who sends. */
@Component
public class PushWay implements InitializingBean {

    /** Every message is as long as any other, so that its length does not say which notice it is. */
    static final int LENGTH = 2048;

    private static final long MOST_BYTES = 64 * 1024;

    private final @Nullable URI subject;
    private final PushKeys keys;
    private final MachineClock machine;
    private final Line line;

    PushWay(NoticeSettings settings, PushKeys keys, PushRules rules, Outbound outbound, MachineClock machine)
            throws IOException {
        NoticeSettings.Push push = settings.push();
        this.subject = push.subject();
        this.keys = keys;
        this.machine = machine;
        this.line = outbound.line(new LineOptions(
                "push",
                rules.addresses(),
                Trust.in(push.trustStore(), push.trustStorePassword(), "musubi.notices.push.trust-store"),
                push.timeout(),
                MOST_BYTES));
    }

    /** An issuer that cannot open its key says so when it starts, and not to the first holder who asks. */
    @Override
    public void afterPropertiesSet() {
        if (isOffered()) {
            keys.key();
        }
    }

    /** Whether there is such a way. */
    public boolean isOffered() {
        return subject != null;
    }

    /** Our key as browsers subscribe with it ({@code applicationServerKey}), in base64url. */
    public String publicKey() {
        return Vapid.publicKey(keys.key());
    }

    /** Hands a message in (RFC 8030 section 5). */
    Outcome send(PushSubscription to, PushMessage message) {
        URI who = subject;
        if (who == null) {
            throw new IllegalStateException("there is no such way");
        }
        return line.send(Call.post(
                peer(to.endpoint()),
                to.endpoint(),
                Map.of(
                        "Authorization", Vapid.authorization(keys.key(), who, to.endpoint(), machine.instant()),
                        "Content-Encoding", "aes128gcm",
                        "Content-Type", "application/octet-stream",
                        "TTL", Long.toString(message.timeToLive().toSeconds()),
                        "Urgency", message.urgency().name().toLowerCase(Locale.ROOT),
                        "Topic", message.topic()),
                PushEncryption.encrypt(to, message.content(), LENGTH)));
    }

    /**
     * Each push service is a peer of its own, so that one that is out of order holds up no other; but whose name it is comes
     * from a browser, and could say anything in the log.
     */
    private static String peer(URI endpoint) {
        byte[] host = endpoint.getHost().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return "push-" + HexFormat.of().formatHex(Sha256.of(host), 0, 4);
    }
}
