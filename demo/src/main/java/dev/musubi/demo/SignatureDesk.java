package dev.musubi.demo;

import com.nimbusds.jose.jwk.JWKSet;
import dev.musubi.jpki.certificate.JpkiCertificate;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.ocsp.OcspClient;
import dev.musubi.jpki.revocation.ocsp.OcspPolicy;
import dev.musubi.jpki.trust.TrustedAuthorities;
import dev.musubi.jpki.trust.TrustedAuthority;
import dev.musubi.jpki.verification.RefusalReason;
import dev.musubi.jpki.verification.SignatureVerifier;
import dev.musubi.jpki.verification.ToSign;
import dev.musubi.jpki.verification.VerificationOutcome;
import dev.musubi.mynaapp.DocumentHash;
import dev.musubi.mynaapp.SealedEvidence;
import dev.musubi.mynaapp.evidence.EvidenceOpener;
import dev.musubi.mynaapp.evidence.OpenedEvidence;
import dev.musubi.relyingparty.person.VerifiedPerson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes signatures made with the My Number Card, for procedures whose law names that method. The relying party is a signature
 * verifier here (公的個人認証法17条) and does by itself what one has to do: signature, path, and the status asked for just now
 * (19条1項). A private ID spares the typing; it does not spare the signature where the law asks for one.
 */
final class SignatureDesk {

    private static final Set<String> MEANS = Set.of("jpki-signature-card", "jpki-signature-smartphone");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(SignatureDesk.class);

    private static final Outcome ALTERED = refused(
            "application_altered",
            Trouble.Way.SIGN,
            "署名された内容が、画面の申込書と違います。もう一度署名してください。",
            "What was signed is not the application on this page. Please sign again.");
    private static final Outcome TOO_LATE = refused(
            "application_too_late",
            Trouble.Way.SIGN,
            "申込書の期限が過ぎました。新しい申込書を用意しましたので、もう一度署名してください。",
            "The application's time was over. Here is a new one: please sign again.");
    private static final Outcome CHANGED = refused(
            "person_changed",
            Trouble.Way.REISSUE,
            "カードの氏名か住所が、民間IDの内容と違います。引越しや結婚などで変わったときは、民間IDを再発行すると、新しい内容でこの手続きを続けられます。",
            "The name or address on the card is not the one of your private ID. If it has changed, as by a move, have the"
                    + " private ID issued again, and this goes on with the new one.");
    private static final Outcome ANOTHER = refused(
            "another_person",
            Trouble.Way.WHO,
            "署名したカードの方と、民間IDでサインインした方が違います。ご本人のカードで署名してください。",
            "Whoever's card signed is not who is signed in. Please sign with your own card.");
    private static final Outcome REVOKED = refused(
            "certificate_revoked",
            Trouble.Way.COUNTER,
            "このカードの署名用電子証明書は使えなくなっています。お住まいの市区町村の窓口で新しい証明書を受け取ってから、もう一度署名してください。",
            "The signature certificate on this card can no longer be used. Get a new one at the counter of your"
                    + " municipality, then sign again.");

    /** A status that cannot be had is never a good one. */
    private static final Outcome UNKNOWN = refused(
            "certificate_status_unknown",
            Trouble.Way.CHECK,
            "署名は受け取りましたが、電子証明書が使えるかどうかをいま確認できません。しばらくしてから、下のボタンでもう一度確認してください。署名し直す必要はありません。",
            "Your signature is here, but whether the certificate can be used cannot be confirmed right now. Please check"
                    + " again in a while; you need not sign again.");

    private final Path authorities;
    private final URI ocsp;
    private final Path evidenceKeys;
    private final InstantSource clock;

    /**
     * A desk that opens with the first signature.
     *
     * @param authorities the folder with the authorities' certificates (PEM)
     * @param ocsp where J-LIS answers for signature certificates
     * @param evidenceKeys file of the private keys that evidence is sealed for, a JWK set; nobody else here reads it
     */
    SignatureDesk(Path authorities, URI ocsp, Path evidenceKeys, InstantSource clock) {
        this.authorities = authorities;
        this.ocsp = ocsp;
        this.evidenceKeys = evidenceKeys;
        this.clock = clock;
    }

    /** What came of a signature. */
    sealed interface Outcome {
        /**
         * It holds, and it is the same person's.
         *
         * @param onCard whether it was made with a card, or else with a smartphone
         * @param at when it was found so
         */
        record Taken(boolean onCard, Instant at) implements Outcome {}

        /** It is not to be relied on. */
        record Refused(Trouble why) implements Outcome {}
    }

    private static Outcome refused(String code, Trouble.Way way, String japanese, String english) {
        return new Outcome.Refused(new Trouble(code, new Said(japanese, english), way));
    }

    /** Whether the catalogue's means of this name is taken here. */
    static boolean takes(@Nullable String means) {
        return means != null && MEANS.contains(means);
    }

    /** Opens what came of a signature; empty if it is no signature over this document. */
    Optional<String> open(SealedEvidence sealed, ToSign document) {
        return switch (opener().open(sealed, DocumentHash.ofDocument(document.signingInput()))) {
            case OpenedEvidence.Evidence evidence ->
                Optional.of(document.signed(evidence.signature(), evidence.certificate()));
            case OpenedEvidence.Refused(var fault) -> {
                log.warn("mynaapp.evidence_refused code={}", fault.code());
                yield Optional.empty();
            }
        };
    }

    private EvidenceOpener opener() {
        try {
            return new EvidenceOpener(
                    JWKSet.parse(Files.readString(evidenceKeys)).getKeys());
        } catch (IOException | ParseException e) {
            throw new IllegalStateException("the keys that evidence is sealed for cannot be read", e);
        }
    }

    /** Takes a signed application of a person who has signed in. */
    Outcome take(Application application, String signed, VerifiedPerson person) {
        Instant now = clock.instant();
        JpkiProfile profile = JpkiProfile.sandbox();
        TrustedAuthorities trusted;
        try {
            trusted = TrustedAuthorities.fromPemFolder(authorities, profile);
        } catch (IOException e) {
            return UNKNOWN;
        }
        return switch (new SignatureVerifier(profile, trusted, Duration.ofMinutes(1)).verifyJws(signed, now)) {
            case VerificationOutcome.Refused refused -> refused(refused.reason());
            case VerificationOutcome.Verified verified when !application.isThat(verified.content()) -> ALTERED;
            case VerificationOutcome.Verified verified when application.isOver(now) -> TOO_LATE;
            case VerificationOutcome.Verified verified -> {
                Signer signer = Signer.of(verified.certificate(), person);
                yield signer == Signer.THE_PERSON
                        ? status(profile, verified.certificate(), verified.authority(), now)
                        : signer == Signer.MAY_HAVE_CHANGED ? CHANGED : ANOTHER;
            }
        };
    }

    private static Outcome refused(RefusalReason why) {
        Trouble.Way way = why == RefusalReason.EXPIRED ? Trouble.Way.COUNTER : Trouble.Way.SIGN;
        return new Outcome.Refused(new Trouble(why.code(), new Said(why.sentenceJa(), why.sentence()), way));
    }

    private Outcome status(JpkiProfile profile, JpkiCertificate certificate, TrustedAuthority authority, Instant now) {
        try (HttpClient http = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            OcspClient client =
                    new OcspClient(http, profile, OcspPolicy.strict().withTimeout(PATIENCE), new SecureRandom(), clock);
            return switch (client.check(certificate.id(), authority, ocsp)) {
                case CertificateStatus.Good good ->
                    new Outcome.Taken(certificate.kind().isCard(), now);
                case CertificateStatus.Revoked revoked -> REVOKED;
                case CertificateStatus.Unknown unknown -> UNKNOWN;
            };
        }
    }
}
