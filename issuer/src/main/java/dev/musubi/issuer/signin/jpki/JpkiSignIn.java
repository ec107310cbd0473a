package dev.musubi.issuer.signin.jpki;

import dev.musubi.issuer.anchor.AnchorStatusSource;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.anchor.CertificateOwner;
import dev.musubi.issuer.anchor.NumberLinks;
import dev.musubi.issuer.audit.Findings;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.database.SingleUse;
import dev.musubi.issuer.signin.SignInCodes;
import dev.musubi.issuer.signin.SignInMethod;
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
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

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
    private final HolderTransactions holders;
    private final SealedTokens tokens;
    private final SingleUse singleUse;
    private final SignInSettings settings;
    private final ObjectMapper json;
    private final InstantSource clock;
    private final MachineClock machine;

    JpkiSignIn(
            SignatureVerifier verifier,
            AnchorStatusSource statusSource,
            NumberLinks numberLinks,
            Anchors anchors,
            Findings findings,
            SignInCodes codes,
            HolderTransactions holders,
            SealedTokens tokens,
            SingleUse singleUse,
            SignInSettings settings,
            ObjectMapper json,
            InstantSource clock,
            MachineClock machine) {
        this.verifier = verifier;
        this.statusSource = statusSource;
        this.numberLinks = numberLinks;
        this.anchors = anchors;
        this.findings = findings;
        this.codes = codes;
        this.holders = holders;
        this.tokens = tokens;
        this.singleUse = singleUse;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
        this.machine = machine;
    }

    /** A challenge. */
    public Challenge challenge() {
        byte[] nonce = new byte[32];
        RANDOM.nextBytes(nonce);
        Instant expires = machine.instant().plus(settings.challengeTerm());
        Map<String, String> members = new LinkedHashMap<>();
        members.put("purpose", "民間IDへのサインイン");
        members.put("purpose_en", "Sign in to your private ID");
        members.put("issuer", settings.origin().toString());
        members.put("expires_at", expires.toString());
        members.put("nonce", Base64.getUrlEncoder().withoutPadding().encodeToString(nonce));
        String document = json.writeValueAsString(members);
        byte[] said = ByteBuffer.allocate(32 + Long.BYTES)
                .put(Sha256.of(document))
                .putLong(expires.getEpochSecond())
                .array();
        return new Challenge(tokens.seal(PURPOSE, said), document, TYPE, expires);
    }

    /**
     * Takes an answer.
     *
     * @param ticket the challenge's
     * @param answer the signed document, a compact JWS
     */
    public SignInOutcome answer(String ticket, String answer) {
        Optional<byte[]> said = tokens.open(PURPOSE, ticket).filter(bytes -> bytes.length == 32 + Long.BYTES);
        if (said.isEmpty()) {
            return new Refused(Why.CHALLENGE_UNKNOWN, null);
        }
        ByteBuffer buffer = ByteBuffer.wrap(said.get());
        byte[] documentHash = new byte[32];
        buffer.get(documentHash);
        Instant end = Instant.ofEpochSecond(buffer.getLong());
        if (!machine.instant().isBefore(end)) {
            return new Refused(Why.CHALLENGE_UNKNOWN, null);
        }
        return switch (verifier.verifyAuthenticationJws(answer, clock.instant())) {
            case VerificationOutcome.Refused refused ->
                new Refused(Why.SIGNATURE_REFUSED, refused.reason().code());
            case VerificationOutcome.Verified verified -> {
                boolean ours = MessageDigest.isEqual(
                                documentHash, Sha256.of(verified.content().bytes()))
                        && verified.content().type().filter(TYPE::equals).isPresent();
                if (!ours) {
                    yield new Refused(Why.SIGNATURE_REFUSED, "document_altered");
                }
                yield singleUse.first(PURPOSE, ticket, end)
                        ? recognise(verified.certificate().id())
                        : new Refused(Why.CHALLENGE_UNKNOWN, null);
            }
        };
    }

    private SignInOutcome recognise(CertificateId certificate) {
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
                            case CertificateOwner.One one -> code(one.holderId());
                            case CertificateOwner.Several several -> {
                                findings.report(Findings.Kind.CERTIFICATES_OF_SEVERAL_HOLDERS, several.about());
                                yield new Refused(Why.PERSON_AMBIGUOUS, null);
                            }
                        };
                };
        };
    }

    private SignInOutcome code(HolderId holderId) {
        return holders.on(
                holderId, () -> new SignInOutcome.Signed(codes.issue(holderId, SignInMethod.JPKI_AUTHENTICATION)));
    }
}
