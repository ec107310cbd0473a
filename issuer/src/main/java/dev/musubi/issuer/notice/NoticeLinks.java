package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.signin.SignInSettings;
import dev.musubi.issuer.vault.SealedTokens;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The links in mails. What they carry is sealed: whom and which way they are about, and nothing that anybody but this issuer
 * can read.
 */
@Component
public class NoticeLinks {

    private static final String CONFIRM = "notice-confirm";
    private static final String STOP = "notice-stop";

    /** The holder's page with the button that confirms an address. */
    public static final String CONFIRM_PAGE = "/home/reaching-confirm";

    /** The page with the button that stops mails; also where mail programs send the order itself (RFC 8058). */
    public static final String STOP_PAGE = "/notices/stop";

    private final SealedTokens tokens;
    private final SignInSettings signIn;
    private final InstantSource clock;

    NoticeLinks(SealedTokens tokens, SignInSettings signIn, InstantSource clock) {
        this.tokens = tokens;
        this.signIn = signIn;
        this.clock = clock;
    }

    /** What a link is about. */
    public record Target(HolderId holderId, ChannelId channelId) {}

    /** A page of ours, as a mail names it. */
    String page(String path) {
        return signIn.origin() + path;
    }

    /** The link that confirms an address, good until then. */
    String confirm(Target target, Instant until) {
        return page(CONFIRM_PAGE + "?code=" + tokens.seal(CONFIRM, content(target, until.toEpochMilli())));
    }

    /** The link that stops mails to an address; it has no end, as the mail in which it stands has none. */
    String stop(Target target) {
        return page(STOP_PAGE + "?code=" + tokens.seal(STOP, content(target, 0)));
    }

    /** What a confirmation is about; empty for what is none of ours, or whose time is over. */
    public Optional<Target> confirmed(String code) {
        return tokens.open(CONFIRM, code)
                .map(ByteBuffer::wrap)
                .filter(each -> clock.instant().isBefore(Instant.ofEpochMilli(each.getLong(32))))
                .map(NoticeLinks::target);
    }

    /** What an order to stop is about; empty for what is none of ours. */
    public Optional<Target> stopped(String code) {
        return tokens.open(STOP, code).map(ByteBuffer::wrap).map(NoticeLinks::target);
    }

    private static byte[] content(Target target, long until) {
        return ByteBuffer.allocate(40)
                .put(target.holderId().bytes())
                .put(target.channelId().bytes())
                .putLong(until)
                .array();
    }

    private static Target target(ByteBuffer content) {
        return new Target(new HolderId(DatabaseId.next(content)), new ChannelId(DatabaseId.next(content)));
    }
}
