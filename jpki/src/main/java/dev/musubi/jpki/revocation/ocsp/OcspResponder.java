package dev.musubi.jpki.revocation.ocsp;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerOutput;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.jpki.revocation.RevocationReason;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The responder's side: reads requests and signs answers as an authorised responder, named by key (RFC 6960 sections 4.2
 * and 4.2.2.3), with its certificate in the answer. Thread-safe.
 */
public final class OcspResponder {

    private static final String BASIC = "1.3.6.1.5.5.7.48.1.1";
    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final KeyAlgorithm algorithm;
    private final byte[] algorithmIdentifier;
    private final byte[] responderId;
    private final byte[] certificates;
    private final PrivateKey key;

    /**
     * @param certificate the responder's: issued by the authority, with the OCSPSigning extended key usage
     * @param key its private key
     * @throws IllegalArgumentException if the key is of no known algorithm
     */
    public OcspResponder(X509Certificate certificate, PrivateKey key) {
        this.algorithm = KeyAlgorithm.of(certificate.getPublicKey())
                .orElseThrow(() -> new IllegalArgumentException("the responder's key is of no accepted algorithm"));
        byte[] parameters = algorithm == KeyAlgorithm.RSA_2048_SHA_256 ? new byte[] {Tag.NULL, 0} : new byte[0];
        this.algorithmIdentifier = DerOutput.value(Tag.SEQUENCE, DerOutput.oid(algorithm.signatureOid()), parameters);
        this.responderId = DerOutput.value(
                Tag.constructed(2),
                DerOutput.value(
                        Tag.OCTET_STRING,
                        CertIds.keyHash(certificate.getPublicKey().getEncoded())));
        this.key = key;
        try {
            this.certificates =
                    DerOutput.value(Tag.constructed(0), DerOutput.value(Tag.SEQUENCE, certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("the responder's certificate cannot be encoded", e);
        }
    }

    /** Reads a request's DER; empty if it is malformed, larger than 8 KiB, or asks about more than 16 certificates. */
    public static Optional<OcspQuery> parse(byte[] request) {
        try {
            return Optional.of(OcspRequestReader.read(request));
        } catch (DerException e) {
            return Optional.empty();
        }
    }

    /**
     * Signs an answer.
     *
     * @param query what was asked
     * @param answers what to say about each
     * @param nonce the nonce to put in; usually that of the query
     * @param producedAt the time of signing, also thisUpdate
     * @param nextUpdate when newer information will be there
     * @return the DER of the whole response
     */
    public byte[] respond(
            OcspQuery query,
            Function<OcspQuery.Item, OcspAnswer> answers,
            byte @Nullable [] nonce,
            Instant producedAt,
            @Nullable Instant nextUpdate) {
        byte[][] singles = query.items().stream()
                .map(item -> single(item, answers.apply(item), producedAt, nextUpdate))
                .toArray(byte[][]::new);
        byte[] tbs = DerOutput.value(
                Tag.SEQUENCE,
                responderId,
                generalizedTime(producedAt),
                DerOutput.value(Tag.SEQUENCE, singles),
                nonce == null ? new byte[0] : nonceExtension(nonce));
        byte[] basic = DerOutput.value(
                Tag.SEQUENCE,
                tbs,
                algorithmIdentifier,
                DerOutput.value(Tag.BIT_STRING, new byte[1], sign(tbs)),
                certificates);
        byte[] responseBytes = DerOutput.value(
                Tag.constructed(0),
                DerOutput.value(Tag.SEQUENCE, DerOutput.oid(BASIC), DerOutput.value(Tag.OCTET_STRING, basic)));
        return DerOutput.value(Tag.SEQUENCE, new byte[] {Tag.ENUMERATED, 1, 0}, responseBytes);
    }

    private static byte[] single(
            OcspQuery.Item item, OcspAnswer answer, Instant thisUpdate, @Nullable Instant nextUpdate) {
        byte[] next =
                nextUpdate == null ? new byte[0] : DerOutput.value(Tag.constructed(0), generalizedTime(nextUpdate));
        return DerOutput.value(Tag.SEQUENCE, item.certId(), status(answer), generalizedTime(thisUpdate), next);
    }

    private static byte[] status(OcspAnswer answer) {
        if (answer instanceof OcspAnswer.Revoked revoked) {
            return DerOutput.value(Tag.constructed(1), generalizedTime(revoked.at()), reason(revoked.reason()));
        }
        return new byte[] {(byte) Tag.primitive(answer instanceof OcspAnswer.Good ? 0 : 2), 0};
    }

    private static byte[] reason(@Nullable RevocationReason reason) {
        return reason == null
                ? new byte[0]
                : DerOutput.value(Tag.constructed(0), new byte[] {Tag.ENUMERATED, 1, (byte) reason.code()});
    }

    private static byte[] nonceExtension(byte[] nonce) {
        byte[] extension = DerOutput.value(
                Tag.SEQUENCE,
                DerOutput.oid(OcspRequestFactory.NONCE),
                DerOutput.value(Tag.OCTET_STRING, DerOutput.value(Tag.OCTET_STRING, nonce)));
        return DerOutput.value(Tag.constructed(1), DerOutput.value(Tag.SEQUENCE, extension));
    }

    private byte[] sign(byte[] tbs) {
        try {
            Signature signature = Signature.getInstance(algorithm.signatureAlgorithm());
            signature.initSign(key);
            signature.update(tbs);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the responder's key does not sign", e);
        }
    }

    private static byte[] generalizedTime(Instant instant) {
        return DerOutput.value(
                Tag.GENERALIZED_TIME, GENERALIZED_TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }
}
