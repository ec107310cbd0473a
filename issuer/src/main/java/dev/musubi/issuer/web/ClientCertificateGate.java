package dev.musubi.issuer.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.web.Refusals.Refusal;
import dev.musubi.jpki.certificate.Validity;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns callers at the relying parties' door away by their certificates, before anything of a body is read: those whose
 * certificate is not in its term, and, at the endpoints that go by the certificate alone, those whose certificate is not
 * registered. At the endpoints of OAuth a certificate that nobody registered may bind a token (RFC 8705 section 3), and who
 * the client is, it says otherwise.
 */
@Component
final class ClientCertificateGate {

    static final Refusal REQUIRED = new Refusal(
            401, "client_certificate_required", "Present the client certificate that is registered for you.");
    static final Refusal UNKNOWN = new Refusal(
            403, "client_unknown", "This client certificate is not registered. Ask the operator to register it.");
    static final Refusal OUT_OF_TERM = new Refusal(
            403,
            "client_certificate_expired",
            "This client certificate is not in its term. Have the operator register a new one.");

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final int MOST = 10_000;
    private static final Duration REMEMBERED = Duration.ofSeconds(2);

    private final KnownCertificates known;
    private final MachineClock machine;
    // Registered ones alone and for a moment, so that a new registration counts at once and an ended one soon.
    private final Cache<ByteBuffer, Boolean> registered =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();

    ClientCertificateGate(KnownCertificates known, MachineClock machine) {
        this.known = known;
        this.machine = machine;
    }

    /** Why a request gets no further; empty if it may. */
    Optional<Refusal> refusal(HttpServletRequest request) {
        boolean byCertificateAlone = request.getRequestURI().startsWith("/v1/");
        X509Certificate certificate = certificate(request);
        if (certificate == null) {
            return byCertificateAlone ? Optional.of(REQUIRED) : Optional.empty();
        }
        if (!Validity.of(certificate).contains(machine.instant())) {
            return Optional.of(OUT_OF_TERM);
        }
        return byCertificateAlone && !isRegistered(certificate) ? Optional.of(UNKNOWN) : Optional.empty();
    }

    /**
     * A short name for the caller by its certificate, if that is registered; null for everybody else. A certificate that
     * anybody can make is no name: each would be another peer.
     */
    @Nullable
    String peer(HttpServletRequest request) {
        X509Certificate certificate = certificate(request);
        return certificate == null || !isRegistered(certificate)
                ? null
                : HexFormat.of().formatHex(sha256(certificate));
    }

    private boolean isRegistered(X509Certificate certificate) {
        ByteBuffer thumbprint = ByteBuffer.wrap(sha256(certificate));
        if (registered.getIfPresent(thumbprint) != null) {
            return true;
        }
        boolean is = known.knows(certificate);
        if (is) {
            registered.put(thumbprint, true);
        }
        return is;
    }

    private static @Nullable X509Certificate certificate(HttpServletRequest request) {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? chain[0]
                : null;
    }

    private static byte[] sha256(X509Certificate certificate) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate has an encoding, and SHA-256 is part of Java", e);
        }
    }
}
