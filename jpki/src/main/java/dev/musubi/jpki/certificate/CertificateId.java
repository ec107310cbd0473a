package dev.musubi.jpki.certificate;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * What identifies a certificate: the key that signed it and its serial, which is the issue number (発行の番号) of the
 * law. The serial is a person's identifier, so {@link #toString()} does not give it away.
 *
 * @param authority the key of the authority that issued it
 * @param serial positive, at most 20 bytes (RFC 5280 section 4.1.2.2)
 */
public record CertificateId(AuthorityKeyId authority, BigInteger serial) {

    private static final int MAXIMUM_SERIAL_BITS = 20 * 8 - 1;

    /** @throws IllegalArgumentException if the serial is not positive or too long */
    public CertificateId {
        if (serial.signum() <= 0 || serial.bitLength() > MAXIMUM_SERIAL_BITS) {
            throw new IllegalArgumentException("a serial is positive and has at most 20 bytes");
        }
    }

    /** The inverse of {@link #serialHex()}: hexadecimal, either case. */
    public static CertificateId of(AuthorityKeyId authority, String serialHex) {
        if (serialHex.isEmpty()
                || serialHex.length() > 40
                || !serialHex.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
            throw new IllegalArgumentException("a serial has 1 to 40 hexadecimal digits");
        }
        return new CertificateId(authority, new BigInteger(serialHex, 16));
    }

    /** The inverse of {@link #encoded()}. */
    public static CertificateId decode(byte[] encoded) {
        if (encoded.length <= AuthorityKeyId.LENGTH || encoded[AuthorityKeyId.LENGTH] == 0) {
            throw new IllegalArgumentException("not an encoded certificate id");
        }
        return new CertificateId(
                AuthorityKeyId.of(Arrays.copyOf(encoded, AuthorityKeyId.LENGTH)),
                new BigInteger(1, encoded, AuthorityKeyId.LENGTH, encoded.length - AuthorityKeyId.LENGTH));
    }

    /** The canonical form: the 20 bytes of the key identifier, then the serial, big-endian without leading zeros. */
    public byte[] encoded() {
        byte[] number = serial.toByteArray();
        int skip = number[0] == 0 ? 1 : 0;
        byte[] key = authority.bytes();
        byte[] out = Arrays.copyOf(key, key.length + number.length - skip);
        System.arraycopy(number, skip, out, key.length, number.length - skip);
        return out;
    }

    /** The serial in lower-case hexadecimal without leading zeros. */
    public String serialHex() {
        return serial.toString(16);
    }

    @Override
    public String toString() {
        return "CertificateId[redacted]";
    }
}
