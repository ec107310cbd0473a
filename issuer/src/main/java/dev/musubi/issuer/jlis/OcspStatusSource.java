package dev.musubi.issuer.jlis;

import dev.musubi.issuer.anchor.AnchorStatusSource;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.UnknownReason;
import dev.musubi.jpki.revocation.ocsp.OcspClient;
import dev.musubi.jpki.revocation.ocsp.OcspPolicy;
import dev.musubi.jpki.trust.TrustedAuthorities;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Asks J-LIS's OCSP responder (RFC 6960). */
@Component
final class OcspStatusSource implements AnchorStatusSource {

    private final OcspClient client;
    private final TrustedAuthorities authorities;
    private final JlisSettings settings;
    private final InstantSource clock;

    OcspStatusSource(JpkiProfile profile, TrustedAuthorities authorities, JlisSettings settings, InstantSource clock) {
        this.client = new OcspClient(
                HttpClient.newBuilder()
                        .connectTimeout(settings.timeout())
                        .version(HttpClient.Version.HTTP_1_1)
                        .build(),
                profile,
                OcspPolicy.strict().withTimeout(settings.timeout()),
                new SecureRandom(),
                clock);
        this.authorities = authorities;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public CertificateStatus ask(CertificateId certificate) {
        return authorities
                .find(certificate.authority())
                .flatMap(authority ->
                        responder(authority.role()).map(responder -> client.check(certificate, authority, responder)))
                .orElseGet(
                        () -> new CertificateStatus.Unknown(UnknownReason.RESPONDER_NOT_AUTHORIZED, clock.instant()));
    }

    private Optional<URI> responder(AuthorityRole role) {
        return switch (role) {
            case SIGNATURE -> Optional.of(settings.ocsp());
            case AUTHENTICATION -> Optional.ofNullable(settings.ocspAuthentication());
        };
    }
}
