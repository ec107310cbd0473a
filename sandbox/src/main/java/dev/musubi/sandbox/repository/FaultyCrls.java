package dev.musubi.sandbox.repository;

import dev.musubi.jpki.certificate.AuthorityKeyId;
import dev.musubi.sandbox.authority.Keys;
import dev.musubi.sandbox.fault.Fault;
import dev.musubi.sandbox.fault.Faults;
import dev.musubi.sandbox.register.Municipalities;
import dev.musubi.sandbox.register.Municipality;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Sends CRLs over HTTP, as they should be or as the faults in force have them. */
public final class FaultyCrls {

    private static final String TYPE = "application/pkix-crl";
    private static final int HUGE = 512 << 20;
    private static final Duration LONG_AGO = Duration.ofDays(10);
    private static final ASN1ObjectIdentifier NOBODY_KNOWS =
            new ASN1ObjectIdentifier("2.25.122368444191728901475023385767888380521.98");

    private final CrlService service;
    private final Faults faults;
    private final Municipalities municipalities;
    private volatile @Nullable PrivateKey wrongKey;

    /** Sends what the service signs. */
    public FaultyCrls(CrlService service, Faults faults, Municipalities municipalities) {
        this.service = service;
        this.faults = faults;
        this.municipalities = municipalities;
    }

    void send(
            AuthorityKeyId keyId,
            String prefecture,
            String municipality,
            CrlService.Which which,
            Instant now,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        CrlService.Place place =
                service.place(keyId, prefecture, municipality).orElseThrow(RepositoryController::noSuchList);
        if (faults.on(Fault.CRL_HUGE)) {
            Zeros.send(response, TYPE, HUGE);
            return;
        }
        boolean older = which == CrlService.Which.PREVIOUS || faults.on(Fault.CRL_OLDER);
        Publication publication =
                service.publication(place, older ? CrlService.Which.PREVIOUS : CrlService.Which.NEWEST, now);
        String etag = "\"" + publication.number() + '-' + faults.inForce().hashCode() + "\"";
        response.setHeader("ETag", etag);
        response.setDateHeader("Last-Modified", publication.thisUpdate().toEpochMilli());
        response.setHeader("Cache-Control", "no-cache");
        if (etag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        byte[] der = signed(place, publication, keyId);
        response.setContentType(TYPE);
        response.setContentLength(der.length);
        try (OutputStream out = response.getOutputStream()) {
            out.write(der);
        }
    }

    private byte[] signed(CrlService.Place place, Publication wanted, AuthorityKeyId keyId) throws IOException {
        CrlService.Place where = faults.on(Fault.CRL_OTHER_MUNICIPALITY) ? elsewhere(place, keyId) : place;
        Publication list = faults.on(Fault.CRL_EXPIRED)
                ? new Publication(wanted.number(), wanted.thisUpdate().minus(LONG_AGO), wanted.entries())
                : wanted;
        PrivateKey key =
                faults.on(Fault.CRL_WRONG_KEY) ? wrongKey() : place.authority().privateKey();
        byte[] der = service.sign(where.authority(), key, where.partition(), list);
        if (faults.on(Fault.CRL_UNKNOWN_CRITICAL_EXTENSION)) {
            der = withUnknownExtension(der, key);
        }
        return faults.on(Fault.CRL_TRUNCATED) ? Arrays.copyOf(der, der.length / 2) : der;
    }

    private CrlService.Place elsewhere(CrlService.Place here, AuthorityKeyId keyId) {
        Municipality other = municipalities.all().stream()
                .filter(m -> !m.equals(here.municipality()))
                .findFirst()
                .orElseThrow();
        return service.place(keyId, other.prefectureRomaji(), other.romaji()).orElseThrow();
    }

    private static byte[] withUnknownExtension(byte[] der, PrivateKey key) throws IOException {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(new X509CRLHolder(der));
        builder.addExtension(NOBODY_KNOWS, true, DERNull.INSTANCE);
        try {
            return builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(key))
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("this Java cannot sign", e);
        }
    }

    private synchronized PrivateKey wrongKey() {
        if (wrongKey == null) {
            wrongKey = Keys.generate().getPrivate();
        }
        return Objects.requireNonNull(wrongKey);
    }
}
