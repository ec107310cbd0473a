package dev.musubi.issuer.signin.jpki;

import dev.musubi.issuer.anchor.AnchorStatusSource;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.anchor.CertificateOwner;
import dev.musubi.issuer.anchor.NumberLinks;
import dev.musubi.issuer.audit.Findings;
import dev.musubi.issuer.credential.AppTokens;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.credential.SignInMethod;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.database.SingleUse;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.signin.Requester;
import dev.musubi.issuer.signin.SignInCodes;
import dev.musubi.issuer.signin.SignInSettings;
import dev.musubi.issuer.signin.jpki.SignInOutcome.Refused;
import dev.musubi.issuer.signin.jpki.SignInOutcome.Why;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.SealedTokens;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.verification.SignatureVerifier;
import dev.musubi.jpki.verification.VerificationOutcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Signs a holder in by challenge and response with the user-authentication certificate (利用者証明用電子証明書): signature,
 * path and policy are checked, its status is asked for now (公的個人認証法 36条), and the person is recognised by linked
 * numbers (18条5項), which are used for nothing else (52条3項).
 *
 * <p>The certificate is not kept. It carries no attribute, and it survives a move: whether the private ID stands is another
 * question, which {@code standing} answers.
 */
@Component
public class JpkiSignIn {

    private static final String PURPOSE = "jpki-challenge";
    private static final String TYPE = "musubi-sign-in+jws";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SignatureVerifier verifier;
    private final AnchorStatusSource statusSource;
    private final NumberLinks numberLinks;
    private final Anchors anchors;
    private final Findings findings;
    private final SignInCodes codes;
    private final Credentials credentials;
    private final HolderTransactions holders;
    private final SealedTokens tokens;
    private final SingleUse singleUse;
    private final SignInSettings settings;
    private final InstantSource clock;
    private final MachineClock machine;

    JpkiSignIn(
            SignatureVerifier verifier,
            AnchorStatusSource statusSource,
            NumberLinks numberLinks,
            Anchors anchors,
            Findings findings,
            SignInCodes codes,
            Credentials credentials,
            HolderTransactions holders,
            SealedTokens tokens,
            SingleUse singleUse,
            SignInSettings settings,
            InstantSource clock,
            MachineClock machine) {
        this.verifier = verifier;
        this.statusSource = statusSource;
        this.numberLinks = numberLinks;
        this.anchors = anchors;
        this.findings = findings;
        this.codes = codes;
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
        boolean signsIn = requester.browser() != null;
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("purpose", signsIn ? "ブラウザーで民間IDにサインイン" : "民間IDアプリでのご本人の再確認");
        members.put(
                "purpose_en",
                signsIn ? "Sign in to your private ID in a browser" : "Confirm in your app that it is you");
        members.put("issuer", settings.origin().toString());
        members.putAll(requester.members(settings.origin(), settings.name()));
        members.put("expires_at", expires.toString());
        members.put("nonce", Base64.getUrlEncoder().withoutPadding().encodeToString(nonce));
        members.put("display", members.get("purpose") + "\n" + requester.display(settings.origin(), settings.name()));
        String document = StoredJson.text(members);
        return new Challenge(
                tokens.seal(PURPOSE, new Ticket(document, expires, requester).bytes()),
                document,
                TYPE,
                requester.checkWord(),
                expires);
    }

    /** What a ticket says: the document's hash, the challenge's end, the key of whoever asked, and the browser's number. */
    private record Ticket(
            byte[] documentHash,
            Instant end,
            byte[] thumbprint,
            @Nullable String browser) {

        private static final int FIXED = 32 + Long.BYTES + 32;

        Ticket(String document, Instant end, Requester requester) {
            this(Sha256.of(document), end, Base64.getUrlDecoder().decode(requester.thumbprint()), requester.browser());
        }

        byte[] bytes() {
            byte[] number = browser == null ? new byte[0] : browser.getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(FIXED + number.length)
                    .put(documentHash)
                    .putLong(end.getEpochSecond())
                    .put(thumbprint)
                    .put(number)
                    .array();
        }

        static Optional<Ticket> of(byte[] said) {
            if (said.length < FIXED) {
                return Optional.empty();
            }
            ByteBuffer buffer = ByteBuffer.wrap(said);
            byte[] hash = new byte[32];
            buffer.get(hash);
            Instant end = Instant.ofEpochSecond(buffer.getLong());
            byte[] thumbprint = new byte[32];
            buffer.get(thumbprint);
            byte[] number = new byte[buffer.remaining()];
            buffer.get(number);
            return Optional.of(new Ticket(
                    hash, end, thumbprint, number.length == 0 ? null : new String(number, StandardCharsets.US_ASCII)));
        }

        boolean isOf(String key) {
            return MessageDigest.isEqual(thumbprint, Base64.getUrlDecoder().decode(key));
        }
    }

    /**
     * Takes an answer. What comes of it is for whoever asked: a code for the browser that the challenge names, and fresh
     * authentication for the app that answers, if its holder is who signed.
     *
     * @param ticket the challenge's
     * @param answer the signed document, a compact JWS
     * @param thumbprint of the key of whoever answers
     * @param app the app that answers, if it is let in
     */
    public SignInOutcome answer(String ticket, String answer, String thumbprint, AppTokens.@Nullable App app) {
        Optional<Ticket> said = tokens.open(PURPOSE, ticket).flatMap(Ticket::of);
        if (said.isEmpty() || !machine.instant().isBefore(said.get().end())) {
            return new Refused(Why.CHALLENGE_UNKNOWN, null);
        }
        Ticket asked = said.get();
        if (!asked.isOf(thumbprint)) {
            return new Refused(Why.REQUESTER_DIFFERS, null);
        }
        if (asked.browser() == null && app == null) {
            return new Refused(Why.NOTHING_TO_SIGN_IN, null);
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
                yield singleUse.first(PURPOSE, ticket, asked.end())
                        ? recognise(verified.certificate().id(), asked.browser(), app)
                        : new Refused(Why.CHALLENGE_UNKNOWN, null);
            }
        };
    }

    private SignInOutcome recognise(CertificateId certificate, @Nullable String browser, AppTokens.@Nullable App app) {
        return switch (statusSource.ask(certificate)) {
            case CertificateStatus.Unknown unknown ->
                new Refused(Why.CERTIFICATE_STATUS_UNKNOWN, unknown.why().code());
            case CertificateStatus.Revoked revoked -> new Refused(Why.CERTIFICATE_REVOKED, null);
            case CertificateStatus.Good good ->
                switch (numberLinks.linkedTo(certificate)) {
                    case NumberLinks.Answer.Unavailable unavailable ->
                        new Refused(Why.PERSON_NOT_DETERMINED, unavailable.code());
                    case NumberLinks.Answer.Linked linked ->
                        switch (anchors.ownerOf(linked.certificates())) {
                            case CertificateOwner.Nobody nobody -> new Refused(Why.NO_PRIVATE_ID, null);
                            case CertificateOwner.One one -> signedIn(one.holderId(), browser, app);
                            case CertificateOwner.Several several -> {
                                findings.report(Findings.Kind.CERTIFICATES_OF_SEVERAL_HOLDERS, several.about());
                                yield new Refused(Why.PERSON_AMBIGUOUS, null);
                            }
                        };
                };
        };
    }

    private SignInOutcome signedIn(HolderId holderId, @Nullable String browser, AppTokens.@Nullable App app) {
        if (app != null && !app.holderId().equals(holderId)) {
            return new Refused(Why.SOMEBODY_ELSE, null);
        }
        return holders.locking(holderId, () -> {
            Instant now = machine.instant();
            if (app != null
                    && !credentials.authenticated(
                            holderId, app.credential().id(), SignInMethod.JPKI_AUTHENTICATION, now, null)) {
                return new Refused(Why.CHALLENGE_UNKNOWN, null);
            }
            return new SignInOutcome.Signed(
                    browser == null
                            ? null
                            : codes.issue(
                                    holderId,
                                    SignInMethod.JPKI_AUTHENTICATION,
                                    credentials.lastProofing(holderId),
                                    browser),
                    app == null ? null : now);
        });
    }
}
