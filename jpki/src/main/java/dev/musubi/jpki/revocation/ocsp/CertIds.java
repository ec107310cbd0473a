package dev.musubi.jpki.revocation.ocsp;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerOutput;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.profile.AlgorithmIdentifiers;
import dev.musubi.jpki.trust.TrustedAuthority;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CertID (RFC 6960 section 4.1.1): issuer by the SHA-1 of its name and key, which is what every responder understands
 * (RFC 5019 section 2.1.1). Nothing rests on SHA-1 here: it only points.
 */
final class CertIds {

    static final String SHA_1 = "1.3.14.3.2.26";

    private static final Map<String, String> HASHES = Map.of(
            SHA_1,
            "SHA-1",
            "2.16.840.1.101.3.4.2.4",
            "SHA-224",
            "2.16.840.1.101.3.4.2.1",
            "SHA-256",
            "2.16.840.1.101.3.4.2.2",
            "SHA-384",
            "2.16.840.1.101.3.4.2.3",
            "SHA-512");

    private CertIds() {}

    static byte[] encode(TrustedAuthority authority, BigInteger serial) {
        return DerOutput.value(
                Tag.SEQUENCE,
                DerOutput.value(Tag.SEQUENCE, DerOutput.oid(SHA_1), new byte[] {Tag.NULL, 0}),
                DerOutput.value(Tag.OCTET_STRING, nameHash(authority)),
                DerOutput.value(Tag.OCTET_STRING, keyHash(authority)),
                DerOutput.integer(serial));
    }

    /** What a CertID has to do with a certificate. */
    enum Relation {
        /** It names the certificate as we asked for it: by SHA-1 of its issuer's name and key. */
        ASKED_FOR,
        /**
         * It names the certificate in another way: by another hash, or with another spelling of the issuer's name. Or it may:
         * the serial is the same, and the hash is one we cannot compute.
         */
        ALSO_ABOUT_IT,
        /** It names another. */
        ANOTHER
    }

    /** Reads a CertID. */
    static Relation relation(DerReader certId, TrustedAuthority authority, BigInteger serial) throws DerException {
        String algorithm = AlgorithmIdentifiers.hashOid(certId);
        byte[] nameHash = certId.content(Tag.OCTET_STRING);
        byte[] keyHash = certId.content(Tag.OCTET_STRING);
        BigInteger number = certId.integer(64);
        certId.end();
        if (!number.equals(serial)) {
            return Relation.ANOTHER;
        }
        @Nullable String hash = HASHES.get(algorithm);
        if (hash == null) {
            return Relation.ALSO_ABOUT_IT;
        }
        byte[] key = authority.publicKey().getEncoded();
        // All generations of an authority have one name; it is the key that tells them apart.
        if (!MessageDigest.isEqual(keyHash, digest(hash, keyBits(key)))) {
            return Relation.ANOTHER;
        }
        return algorithm.equals(SHA_1) && MessageDigest.isEqual(nameHash, nameHash(authority))
                ? Relation.ASKED_FOR
                : Relation.ALSO_ABOUT_IT;
    }

    static byte[] nameHash(TrustedAuthority authority) {
        return digest("SHA-1", authority.certificate().getSubjectX500Principal().getEncoded());
    }

    /** Of the key's bits, without tag, length and number of unused bits. */
    static byte[] keyHash(TrustedAuthority authority) {
        return keyHash(authority.certificate().getPublicKey().getEncoded());
    }

    /** The same of a SubjectPublicKeyInfo; also the byKey form of a responder's id (section 4.2.1). */
    static byte[] keyHash(byte[] subjectPublicKeyInfo) {
        return digest("SHA-1", keyBits(subjectPublicKeyInfo));
    }

    private static byte[] keyBits(byte[] subjectPublicKeyInfo) {
        try {
            DerReader info = new DerReader(subjectPublicKeyInfo).enter(Tag.SEQUENCE);
            info.skip();
            return info.bitStringOctets();
        } catch (DerException e) {
            throw new IllegalStateException("the JDK encodes a key in a way it should not", e);
        }
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }
}
