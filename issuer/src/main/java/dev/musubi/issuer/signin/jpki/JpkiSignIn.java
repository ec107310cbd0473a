package dev.musubi.issuer.signin.jpki;

import dev.musubi.issuer.credential.AppTokens;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.credential.SignInMethod;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.database.SingleUse;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.signin.Requester;
import dev.musubi.issuer.signin.SignInSettings;
import dev.musubi.issuer.signin.jpki.SignInOutcome.Refused;
import dev.musubi.issuer.signin.jpki.SignInOutcome.Why;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.SealedTokens;
import dev.musubi.jpki.verification.SignatureVerifier;
import dev.musubi.jpki.verification.VerificationOutcome;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Authenticates a holder anew in their app, by challenge and response with the user-authentication certificate
 * (利用者証明用電子証明書): signature, path and policy are checked, and the person is recognised.
 *
 * <p>The certificate is not kept. It carries no attribute, and it survives a move: whether the private ID stands is another
 * question, which {@code standing} answers.
 */
@Component
public class JpkiSignIn {

    private static final String PURPOSE = "jpki-challenge";
    private static final String TYPE = "musubi-sign-in+jws";
    private static final Message CONFIRM = new Message("民間IDアプリでのご本人の再確認", "Confirm in your app that it is you");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SignatureVerifier verifier;
    private final Recognition recognition;
    private final Credentials credentials;
    private final HolderTransactions holders;
    private final SealedTokens tokens;
    private final SingleUse singleUse;
    private final SignInSettings settings;
    private final InstantSource clock;
    private final MachineClock machine;

    JpkiSignIn(
            SignatureVerifier verifier,
            Recognition recognition,
            Credentials credentials,
            HolderTransactions holders,
            SealedTokens tokens,
            SingleUse singleUse,
            SignInSettings settings,
            InstantSource clock,
            MachineClock machine) {
        this.verifier = verifier;
        this.recognition = recognition;
        this.credentials = credentials;
        this.holders = holders;
        this.tokens = tokens;
        this.singleUse = singleUse;
        this.settings = settings;
        this.clock = clock;
        this.machine = machine;
    }

    /** A challenge for whoever asks. */
    public Challenge challenge(Requester requester) {
        byte[] nonce = new byte[32];
        RANDOM.nextBytes(nonce);
        Instant expires = machine.instant().plus(settings.challengeTerm());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("purpose", CONFIRM.japanese());
        members.put("purpose_en", CONFIRM.english());
        members.put("issuer", settings.origin().toString());
        members.putAll(requester.members(settings.origin(), settings.name()));
        members.put("expires_at", expires.toString());
        members.put("nonce", Base64.getUrlEncoder().withoutPadding().encodeToString(nonce));
        members.put("display", CONFIRM.japanese() + "\n" + requester.display(settings.origin(), settings.name()));
        String document = StoredJson.text(members);
        return new Challenge(
                tokens.seal(PURPOSE, new Ticket(document, expires, requester).bytes()),
                document,
                TYPE,
                requester.checkWord(),
                expires);
    }

    /** What a ticket says: the document's hash, the challenge's end, and the key of whoever asked. */
    private record Ticket(byte[] documentHash, Instant end, byte[] thumbprint) {

        private static final int LENGTH = 32 + Long.BYTES + 32;

        Ticket(String document, Instant end, Requester requester) {
            this(
                    Sha256.of(document),
                    end,
                    Base64.getUrlDecoder().decode(Objects.requireNonNull(requester.thumbprint())));
        }

        byte[] bytes() {
            return ByteBuffer.allocate(LENGTH)
                    .put(documentHash)
                    .putLong(end.getEpochSecond())
                    .put(thumbprint)
                    .array();
        }

        static Optional<Ticket> of(byte[] said) {
            if (said.length != LENGTH) {
                return Optional.empty();
            }
            ByteBuffer buffer = ByteBuffer.wrap(said);
            byte[] hash = new byte[32];
            buffer.get(hash);
            Instant end = Instant.ofEpochSecond(buffer.getLong());
            byte[] thumbprint = new byte[32];
            buffer.get(thumbprint);
            return Optional.of(new Ticket(hash, end, thumbprint));
        }

        boolean isOf(String key) {
            return MessageDigest.isEqual(thumbprint, Base64.getUrlDecoder().decode(key));
        }
    }

    /**
     * Takes an answer: fresh authentication for the app that answers, if its holder is who signed.
     *
     * @param ticket the challenge's
     * @param answer the signed document, a compact JWS
     * @param app the app that answers, which is let in
     */
    public SignInOutcome answer(String ticket, String answer, AppTokens.App app) {
        Optional<Ticket> said = tokens.open(PURPOSE, ticket).flatMap(Ticket::of);
        if (said.isEmpty() || !machine.instant().isBefore(said.get().end())) {
            return new Refused(Why.CHALLENGE_UNKNOWN, null);
        }
        Ticket asked = said.get();
        if (!asked.isOf(Objects.requireNonNull(app.credential().key()))) {
            return new Refused(Why.REQUESTER_DIFFERS, null);
        }
        return switch (verifier.verifyAuthenticationJws(answer, clock.instant())) {
            case VerificationOutcome.Refused refused ->
                new Refused(Why.SIGNATURE_REFUSED, refused.reason().code());
            case VerificationOutcome.Verified verified -> {
                boolean ours = MessageDigest.isEqual(
                                asked.documentHash(),
                                Sha256.of(verified.content().bytes()))
                        && verified.content().type().filter(TYPE::equals).isPresent();
                if (!ours) {
                    yield new Refused(Why.SIGNATURE_REFUSED, "document_altered");
                }
                if (!singleUse.first(PURPOSE, ticket, asked.end())) {
                    yield new Refused(Why.CHALLENGE_UNKNOWN, null);
                }
                yield switch (recognition.of(verified.certificate().id())) {
                    case Recognition.Recognised.Not(Why why, String reason) -> new Refused(why, reason);
                    case Recognition.Recognised.Somebody(HolderId holderId) -> authenticated(holderId, app);
                };
            }
        };
    }

    private SignInOutcome authenticated(HolderId holderId, AppTokens.App app) {
        if (!app.holderId().equals(holderId)) {
            return new Refused(Why.SOMEBODY_ELSE, null);
        }
        return holders.locking(holderId, () -> {
            Instant now = machine.instant();
            return credentials.authenticated(
                            holderId, app.credential().id(), SignInMethod.JPKI_AUTHENTICATION, now, null)
                    ? new SignInOutcome.Signed(now)
                    : new Refused(Why.CHALLENGE_UNKNOWN, null);
        });
    }
}
