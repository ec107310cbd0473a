package dev.musubi.jpki.revocation.ocsp;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerOutput;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.trust.TrustedAuthority;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * CertID (RFC 6960 section 4.1.1): issuer by the SHA-1 of its name and key, which is what every responder understands
 * (RFC 5019 section 2.1.1). Nothing rests on SHA-1 here: it only points.
 */
final class CertIds {

    static final String SHA_1 = "1.3.14.3.2.26";

    private CertIds() {}

    static byte[] encode(TrustedAuthority authority, BigInteger serial) {
        return DerOutput.value(
                Tag.SEQUENCE,
                DerOutput.value(Tag.SEQUENCE, DerOutput.oid(SHA_1), new byte[] {Tag.NULL, 0}),
                DerOutput.value(Tag.OCTET_STRING, nameHash(authority)),
                DerOutput.value(Tag.OCTET_STRING, keyHash(authority)),
                DerOutput.integer(serial));
    }

    /** Whether a CertID names this certificate; algorithm parameters may be NULL or left out. */
    static boolean matches(DerReader certId, TrustedAuthority authority, BigInteger serial) throws DerException {
        DerReader algorithm = certId.enter(Tag.SEQUENCE);
        boolean sha1 = algorithm.oid().equals(SHA_1);
        byte[] nameHash = certId.content(Tag.OCTET_STRING);
        byte[] keyHash = certId.content(Tag.OCTET_STRING);
        BigInteger number = certId.integer(64);
        certId.end();
        return sha1
                && number.equals(serial)
                && MessageDigest.isEqual(nameHash, nameHash(authority))
                && MessageDigest.isEqual(keyHash, keyHash(authority));
    }

    static byte[] nameHash(TrustedAuthority authority) {
        return sha1(authority.certificate().getSubjectX500Principal().getEncoded());
    }

    /** Of the key's bits, without tag, length and number of unused bits. */
    static byte[] keyHash(TrustedAuthority authority) {
        return keyHash(authority.certificate().getPublicKey().getEncoded());
    }

    /** The same of a SubjectPublicKeyInfo; also the byKey form of a responder's id (section 4.2.1). */
    static byte[] keyHash(byte[] subjectPublicKeyInfo) {
        try {
            DerReader info = new DerReader(subjectPublicKeyInfo).enter(Tag.SEQUENCE);
            info.skip();
            return sha1(info.bitStringOctets());
        } catch (DerException e) {
            throw new IllegalStateException("the JDK encodes a key in a way it should not", e);
        }
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-1", e);
        }
    }
}
