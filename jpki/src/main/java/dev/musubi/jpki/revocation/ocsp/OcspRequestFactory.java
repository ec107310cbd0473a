package dev.musubi.jpki.revocation.ocsp;

import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.der.DerOutput;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.trust.TrustedAuthority;
import java.math.BigInteger;
import java.util.random.RandomGenerator;

/**
 * Makes OCSP requests for one certificate each (RFC 6960 section 4.1), with a nonce of 32 bytes (RFC 9654). The
 * certificate itself is not needed: authority and serial are enough. Thread-safe if the random generator is.
 */
public final class OcspRequestFactory {

    static final String NONCE = "1.3.6.1.5.5.7.48.1.2";
    private static final int NONCE_BYTES = 32;

    private final RandomGenerator random;

    /** @param random where nonces come from; in production a {@link java.security.SecureRandom} */
    public OcspRequestFactory(RandomGenerator random) {
        this.random = random;
    }

    /** A request about the certificate with this serial issued by this authority. */
    public OcspRequest create(TrustedAuthority authority, BigInteger serial) {
        CertificateId id = new CertificateId(authority.keyId(), serial);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] requestList =
                DerOutput.value(Tag.SEQUENCE, DerOutput.value(Tag.SEQUENCE, CertIds.encode(authority, serial)));
        byte[] tbs = DerOutput.value(Tag.SEQUENCE, requestList, extensions(nonce));
        return new OcspRequest(id, nonce, DerOutput.value(Tag.SEQUENCE, tbs));
    }

    private static byte[] extensions(byte[] nonce) {
        byte[] extension = DerOutput.value(
                Tag.SEQUENCE,
                DerOutput.oid(NONCE),
                DerOutput.value(Tag.OCTET_STRING, DerOutput.value(Tag.OCTET_STRING, nonce)));
        return DerOutput.value(Tag.constructed(2), DerOutput.value(Tag.SEQUENCE, extension));
    }
}
