package dev.musubi.issuer.credential;

import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.SealedTokens;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The tokens of holders' apps. A token is a sealed reference to its credential and bound to the app's key (RFC 9449), so
 * that a copy without the key is worth nothing. It lives for thirty days from its last use. It shows the state and takes
 * orders; it is no means of identification towards anybody else.
 */
@Component
public class AppTokens {

    private static final String PURPOSE = "app-token";

    private final Credentials credentials;
    private final SealedTokens tokens;
    private final HolderTransactions holders;
    private final CredentialSettings settings;
    private final MachineClock machine;

    AppTokens(
            Credentials credentials,
            SealedTokens tokens,
            HolderTransactions holders,
            CredentialSettings settings,
            MachineClock machine) {
        this.credentials = credentials;
        this.tokens = tokens;
        this.holders = holders;
        this.settings = settings;
        this.machine = machine;
    }

    /**
     * A token, told once.
     *
     * @param expiresAt its end if it is not used before
     */
    public record Granted(String token, CredentialId id, Instant expiresAt) {
        @Override
        public String toString() {
            return "Granted[…]";
        }
    }

    /** The app behind a token. */
    public record App(HolderId holderId, Credential credential) {}

    /**
     * Lets an app in, in the caller's transaction on the holder.
     *
     * @param thumbprint of the app's key
     * @param label the device
     * @param method how its holder has authenticated
     * @param ago how long ago that may have been
     */
    public Granted grant(
            HolderId holderId, int proofing, String thumbprint, String label, SignInMethod method, Duration ago) {
        Instant now = machine.instant();
        Instant expires = now.plus(settings.appTerm());
        Credential made = credentials.make(
                holderId, new NewCredential(Kind.APP, proofing, label, thumbprint, method, now.minus(ago), expires));
        return new Granted(
                tokens.seal(
                        PURPOSE,
                        ByteBuffer.allocate(32)
                                .put(holderId.bytes())
                                .put(made.id().bytes())
                                .array()),
                made.id(),
                expires);
    }

    /** What a token turns out to be. */
    public sealed interface Found {
        /** It is good. */
        record Live(App app) implements Found {}

        /** It is none of ours. */
        record Unknown() implements Found {}

        /** It was not used for too long. */
        record Expired() implements Found {}

        /** It was good once, and was ended; or everything about its holder was erased. */
        record Ended() implements Found {}
    }

    /** Whose token it is, if it is one and still good. Whether the caller has its key is another question. */
    public Found find(String token) {
        Optional<byte[]> said = tokens.open(PURPOSE, token).filter(each -> each.length == 32);
        if (said.isEmpty()) {
            return new Found.Unknown();
        }
        ByteBuffer buffer = ByteBuffer.wrap(said.get());
        HolderId holderId = new HolderId(DatabaseId.next(buffer));
        CredentialId id = new CredentialId(DatabaseId.next(buffer));
        Optional<Credential> live = credentials.live(holderId, id).filter(each -> each.kind() == Kind.APP);
        if (live.isPresent()) {
            return new Found.Live(new App(holderId, live.get()));
        }
        return credentials
                        .find(holderId, id)
                        .filter(each -> each.ended() == null)
                        .isPresent()
                ? new Found.Expired()
                : new Found.Ended();
    }

    /** Notes a use, to the hour: the token's time begins anew, but for an app of a private ID that has ended. */
    public void used(App app) {
        if (credentials.isUseDue(app.credential()) && !credentials.hasEnded(app.holderId())) {
            Instant expires = machine.instant().plus(settings.appTerm());
            holders.locking(app.holderId(), () -> {
                credentials.used(app.holderId(), app.credential().id(), expires);
                return true;
            });
        }
    }
}
