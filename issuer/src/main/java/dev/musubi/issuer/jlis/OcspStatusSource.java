package dev.musubi.issuer.jlis;

import dev.musubi.issuer.anchor.AnchorStatusSource;
import dev.musubi.issuer.outbound.Call;
import dev.musubi.issuer.outbound.Line;
import dev.musubi.issuer.outbound.Outcome;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.UnknownReason;
import dev.musubi.jpki.revocation.ocsp.OcspPolicy;
import dev.musubi.jpki.revocation.ocsp.OcspRequest;
import dev.musubi.jpki.revocation.ocsp.OcspRequestFactory;
import dev.musubi.jpki.revocation.ocsp.OcspResponseVerifier;
import dev.musubi.jpki.trust.TrustedAuthorities;
import dev.musubi.jpki.trust.TrustedAuthority;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Asks J-LIS's OCSP responder (RFC 6960; over HTTP as in its appendix A). */
@Component
final class OcspStatusSource implements AnchorStatusSource {

    private static final String RESPONSE_TYPE = "application/ocsp-response";

    private final Line line;
    private final OcspRequestFactory requests = new OcspRequestFactory(new SecureRandom());
    private final OcspResponseVerifier verifier;
    private final TrustedAuthorities authorities;
    private final JlisSettings settings;
    private final InstantSource clock;

    OcspStatusSource(
            JpkiProfile profile,
            TrustedAuthorities authorities,
            JlisSettings settings,
            JlisLines lines,
            InstantSource clock) {
        this.line = lines.status();
        this.verifier = new OcspResponseVerifier(profile, OcspPolicy.strict());
        this.authorities = authorities;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public CertificateStatus ask(CertificateId certificate) {
        return authorities
                .find(certificate.authority())
                .flatMap(authority ->
                        responder(authority.role()).map(responder -> ask(certificate, authority, responder)))
                .orElseGet(() -> unknown(UnknownReason.RESPONDER_NOT_AUTHORIZED));
    }

    private CertificateStatus ask(CertificateId certificate, TrustedAuthority authority, URI responder) {
        OcspRequest request = requests.create(authority, certificate.serial());
        return switch (line.send(Call.post(
                "ocsp-" + authority.role().name().toLowerCase(Locale.ROOT),
                responder,
                Map.of("Content-Type", "application/ocsp-request", "Accept", RESPONSE_TYPE),
                request.der()))) {
            case Outcome.Answered answered
            when answered.status() == 200 && answered.mediaType().equals(RESPONSE_TYPE) ->
                verifier.verify(answered.body(), request, authority, clock.instant());
            case Outcome.Answered answered -> unknown(UnknownReason.HTTP_ERROR);
            case Outcome.TimedOut timedOut -> unknown(UnknownReason.TIMEOUT);
            case Outcome.TooLarge tooLarge -> unknown(UnknownReason.TOO_LARGE);
            case Outcome.Failed failed -> unknown(UnknownReason.UNREACHABLE);
        };
    }

    private CertificateStatus unknown(UnknownReason why) {
        return new CertificateStatus.Unknown(why, clock.instant());
    }

    private Optional<URI> responder(AuthorityRole role) {
        return switch (role) {
            case SIGNATURE -> Optional.of(settings.ocsp());
            case AUTHENTICATION -> Optional.ofNullable(settings.ocspAuthentication());
        };
    }
}
