package dev.musubi.jpki.revocation.ocsp;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.profile.AlgorithmIdentifiers;
import dev.musubi.jpki.trust.TrustedAuthority;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request as a responder reads it. {@link #toString()} gives nothing away. */
public final class OcspQuery {

    private static final int MAXIMUM_SERIAL_OCTETS = 64;

    private final List<Item> items;
    private final byte @Nullable [] nonce;

    OcspQuery(List<Item> items, byte @Nullable [] nonce) {
        this.items = List.copyOf(items);
        this.nonce = nonce == null ? null : nonce.clone();
    }

    /** The certificates asked about, at least one. */
    public List<Item> items() {
        return items;
    }

    /** The nonce to repeat, 1 to 128 bytes, if one was sent. */
    public Optional<byte[]> nonce() {
        return nonce == null ? Optional.empty() : Optional.of(nonce.clone());
    }

    @Override
    public String toString() {
        return "OcspQuery[redacted]";
    }

    /** One certificate asked about, its issuer named by the SHA-1 of name and key. */
    public static final class Item {

        private final byte[] certId;
        private final byte[] nameHash;
        private final byte[] keyHash;
        private final BigInteger serial;

        private Item(byte[] certId, byte[] nameHash, byte[] keyHash, BigInteger serial) {
            this.certId = certId;
            this.nameHash = nameHash;
            this.keyHash = keyHash;
            this.serial = serial;
        }

        static Item read(byte[] certId) throws DerException {
            DerReader reader = new DerReader(certId).enter(Tag.SEQUENCE);
            String algorithm = AlgorithmIdentifiers.hashOid(reader);
            byte[] nameHash = reader.content(Tag.OCTET_STRING);
            byte[] keyHash = reader.content(Tag.OCTET_STRING);
            BigInteger serial = reader.integer(MAXIMUM_SERIAL_OCTETS);
            reader.end();
            // A hash we do not use names no authority of ours.
            boolean sha1 = algorithm.equals(CertIds.SHA_1);
            return new Item(certId, sha1 ? nameHash : new byte[0], sha1 ? keyHash : new byte[0], serial);
        }

        /** The serial asked about. */
        public BigInteger serial() {
            return serial;
        }

        /** Whether it is asked of a certificate issued by this authority, by name and key (RFC 6960 section 4.1.1). */
        public boolean isIssuedBy(TrustedAuthority authority) {
            return MessageDigest.isEqual(nameHash, CertIds.nameHash(authority))
                    && MessageDigest.isEqual(keyHash, CertIds.keyHash(authority));
        }

        /** The DER of the CertID, to be repeated in the answer. */
        byte[] certId() {
            return certId;
        }

        @Override
        public String toString() {
            return "OcspQuery.Item[redacted]";
        }
    }
}
