package dev.musubi.demo;

import dev.musubi.jpki.attributes.DateOfBirth;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.certificate.JpkiCertificate;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.ocsp.OcspClient;
import dev.musubi.jpki.revocation.ocsp.OcspPolicy;
import dev.musubi.jpki.trust.TrustedAuthorities;
import dev.musubi.jpki.trust.TrustedAuthority;
import dev.musubi.jpki.verification.SignatureVerifier;
import dev.musubi.jpki.verification.VerificationOutcome;
import dev.musubi.relyingparty.person.VerifiedPerson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes signatures made with the My Number Card, for procedures whose law names that method. The relying party is a signature
 * verifier here (公的個人認証法17条) and does by itself what one has to do: signature, path, and the status asked for just now
 * (19条1項). A private ID spares the typing; it does not spare the signature where the law asks for one.
 */
final class SignatureDesk {

    /** The longest signed document looked at, in characters. */
    static final int LONGEST = 64 * 1024;

    private static final Set<String> MEANS = Set.of("jpki-signature-card", "jpki-signature-smartphone");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Path authorities;
    private final URI ocsp;
    private final InstantSource clock;

    /**
     * A desk that opens with the first signature.
     *
     * @param authorities the folder with the authorities' certificates (PEM)
     * @param ocsp where J-LIS answers for signature certificates
     */
    SignatureDesk(Path authorities, URI ocsp, InstantSource clock) {
        this.authorities = authorities;
        this.ocsp = ocsp;
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

        /**
         * It is not to be relied on.
         *
         * @param code a code that never changes
         * @param japanese why
         * @param english the same in English
         */
        record Refused(String code, String japanese, String english) implements Outcome {}

        /** What was sent is too long to be looked at. */
        Outcome TOO_LARGE =
                new Refused("too_large", "送られたデータが大きすぎます。", "What was sent is too large to be a signature.");
    }

    /** Whether the catalogue's means of this name is taken here. */
    static boolean takes(@Nullable String means) {
        return means != null && MEANS.contains(means);
    }

    /** Takes a signed application of a person who has signed in. */
    Outcome take(Application application, String signed, VerifiedPerson person) {
        Instant now = clock.instant();
        JpkiProfile profile = JpkiProfile.sandbox();
        TrustedAuthorities trusted;
        try {
            trusted = TrustedAuthorities.fromPemFolder(authorities, profile);
        } catch (IOException e) {
            return unknown();
        }
        return switch (new SignatureVerifier(profile, trusted, Duration.ofMinutes(1)).verifyJws(signed, now)) {
            case VerificationOutcome.Refused refused ->
                new Outcome.Refused(
                        refused.reason().code(),
                        refused.reason().sentenceJa(),
                        refused.reason().sentence());
            case VerificationOutcome.Verified verified
            when !application.isThat(verified.content(), now) ->
                new Outcome.Refused(
                        "application_altered",
                        "署名された内容が、お渡しした申込書と違うか、期限が切れています。",
                        "What was signed is not the application that was handed out, or it is too old.");
            case VerificationOutcome.Verified verified
            when !isThe(person, verified.certificate()) ->
                new Outcome.Refused(
                        "another_person",
                        "署名した方と、民間IDでサインインした方の登録内容が一致しません。",
                        "Whoever signed is not registered as whoever is signed in.");
            case VerificationOutcome.Verified verified ->
                status(profile, verified.certificate(), verified.authority(), now);
        };
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
                case CertificateStatus.Revoked revoked ->
                    new Outcome.Refused(
                            "certificate_revoked", "この電子証明書は失効しています。", "This certificate is no longer valid.");
                case CertificateStatus.Unknown unknown -> unknown();
            };
        }
    }

    /** A status that cannot be had is never a good one. */
    private static Outcome unknown() {
        return new Outcome.Refused(
                "certificate_status_unknown",
                "電子証明書が有効かどうかをいま確認できません。しばらくしてからもう一度お試しください。",
                "Whether the certificate is valid cannot be confirmed right now. Please try again later.");
    }

    private static boolean isThe(VerifiedPerson person, JpkiCertificate certificate) {
        FourAttributes signer = certificate.attributes().orElse(null);
        return signer != null
                && person.name() != null
                && person.name().whole().mayBe(signer.name().value())
                && person.address() != null
                && person.address().whole().mayBe(signer.address().value())
                && person.birthDate() != null
                && person.birthDate().text().equals(text(signer.dateOfBirth()));
    }

    private static String text(DateOfBirth date) {
        return part(date.year(), 4) + "-" + part(date.month(), 2) + "-" + part(date.day(), 2);
    }

    private static String part(int number, int digits) {
        return number == 0 ? "?".repeat(digits) : String.format(Locale.ROOT, "%0" + digits + "d", number);
    }
}
