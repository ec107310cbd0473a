package dev.musubi.jpki.revocation.crl;

import dev.musubi.jpki.certificate.DistinguishedNames;
import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.profile.AlgorithmIdentifiers;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.jpki.trust.TrustedAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;

/**
 * Reads revocation lists from a stream in one pass: strict DER, no object per entry, the signature verified over the
 * exact bytes as they pass (RFC 5280 section 5.1). Thread-safe.
 */
public final class CrlReader {

    /** The largest list read unless configured, in bytes. */
    public static final long DEFAULT_MAXIMUM_BYTES = 256L * 1024 * 1024;

    private final JpkiProfile profile;
    private final long maximumBytes;

    /** A reader with the default limit. */
    public CrlReader(JpkiProfile profile) {
        this(profile, DEFAULT_MAXIMUM_BYTES);
    }

    /** A reader with a limit of its own, in bytes. */
    public CrlReader(JpkiProfile profile, long maximumBytes) {
        this.profile = profile;
        this.maximumBytes = maximumBytes;
    }

    /** Reads a list to the end of the stream, which the caller closes. */
    public CrlReading read(InputStream in, ExpectedCrl expected) {
        try {
            return new CrlReading.Accepted(readList(new DerStream(in), expected));
        } catch (CrlFaultException e) {
            return new CrlReading.Refused(e.fault());
        } catch (DerException e) {
            return new CrlReading.Refused(CrlFault.MALFORMED);
        } catch (IOException e) {
            return new CrlReading.Refused(CrlFault.UNREADABLE);
        } catch (GeneralSecurityException e) {
            return new CrlReading.Refused(CrlFault.SIGNATURE_MISMATCH);
        }
    }

    /** Reads a list from a file. */
    public CrlReading read(Path file, ExpectedCrl expected) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, expected);
        } catch (IOException e) {
            return new CrlReading.Refused(CrlFault.UNREADABLE);
        }
    }

    /** Reads a list from memory. */
    public CrlReading read(byte[] der, ExpectedCrl expected) {
        return read(new ByteArrayInputStream(der), expected);
    }

    private Crl readList(DerStream stream, ExpectedCrl expected)
            throws IOException, GeneralSecurityException, CrlFaultException, DerException {
        KeyAlgorithm algorithm = KeyAlgorithm.of(expected.authority().publicKey())
                .filter(profile.algorithms()::contains)
                .orElseThrow(() -> new CrlFaultException(CrlFault.ALGORITHM_NOT_ALLOWED));
        Signature signature = Signature.getInstance(algorithm.signatureAlgorithm());
        signature.initVerify(expected.authority().publicKey());

        long length = stream.enter(Tag.SEQUENCE);
        if (length > maximumBytes - stream.offset()) {
            throw new CrlFaultException(CrlFault.TOO_LARGE);
        }
        long end = stream.offset() + length;
        stream.startSigning(signature);
        TbsCertList list = readTbs(stream, algorithm, expected.authority());
        stream.stopSigning();
        if (!Arrays.equals(list.algorithm(), stream.element(Tag.SEQUENCE))) {
            throw DerStream.malformed();
        }
        byte[] value = new DerReader(stream.element(Tag.BIT_STRING)).bitStringOctets();
        if (stream.offset() != end) {
            throw DerStream.malformed();
        }
        stream.end();
        if (!algorithm.isSignatureValue(value) || !signature.verify(value)) {
            throw new CrlFaultException(CrlFault.SIGNATURE_MISMATCH);
        }
        BigInteger number = requireExpected(list, expected);
        return new Crl(
                list.thisUpdate(), list.nextUpdate(), number, list.entries().build());
    }

    private static TbsCertList readTbs(DerStream stream, KeyAlgorithm algorithm, TrustedAuthority authority)
            throws IOException, GeneralSecurityException, CrlFaultException, DerException {
        long length = stream.enter(Tag.SEQUENCE);
        long end = stream.offset() + length;
        if (new DerReader(stream.element(Tag.INTEGER)).integer(1).intValue() != 1) {
            throw DerStream.malformed(); // not version 2
        }
        byte[] algorithmIdentifier = stream.element(Tag.SEQUENCE);
        if (!AlgorithmIdentifiers.oid(algorithmIdentifier).equals(algorithm.signatureOid())) {
            throw new CrlFaultException(CrlFault.ALGORITHM_NOT_ALLOWED);
        }
        requireIssuer(stream.element(Tag.SEQUENCE), authority);
        Instant thisUpdate = time(stream);
        Instant nextUpdate = time(stream);
        CrlIndexBuilder entries = new CrlIndexBuilder();
        if (stream.offset() < end && stream.peekTag() == Tag.SEQUENCE) {
            long entriesLength = stream.enter(Tag.SEQUENCE);
            if (entriesLength > end - stream.offset() || entriesLength == 0) {
                throw DerStream.malformed(); // where nothing is revoked, there is no list of it (section 5.1.2.6)
            }
            entries = new CrlEntryReader(stream).read(entriesLength);
        }
        if (stream.offset() >= end) {
            throw new CrlFaultException(CrlFault.NUMBER_MISSING); // no extensions at all
        }
        CrlExtensions extensions = CrlExtensions.read(stream.element(Tag.constructed(0)));
        if (stream.offset() != end) {
            throw DerStream.malformed();
        }
        return new TbsCertList(algorithmIdentifier, thisUpdate, nextUpdate, entries, extensions);
    }

    private static void requireIssuer(byte[] name, TrustedAuthority authority) throws CrlFaultException {
        if (!DistinguishedNames.same(authority.certificate().getSubjectX500Principal(), name)) {
            throw new CrlFaultException(CrlFault.WRONG_ISSUER);
        }
    }

    private static BigInteger requireExpected(TbsCertList list, ExpectedCrl expected) throws CrlFaultException {
        CrlExtensions extensions = list.extensions();
        CrlExtensions.Octets keyId = extensions.authorityKeyId();
        if (keyId != null
                && !Arrays.equals(keyId.bytes, expected.authority().keyId().bytes())) {
            throw new CrlFaultException(CrlFault.WRONG_ISSUER);
        }
        if (extensions.delta()) {
            throw new CrlFaultException(CrlFault.DELTA);
        }
        if (extensions.unknownCritical()) {
            throw new CrlFaultException(CrlFault.UNKNOWN_CRITICAL_EXTENSION);
        }
        CrlExtensions.Octets name = extensions.directoryName();
        if (name == null || extensions.limited() || !expected.partition().isNamedBy(name.bytes)) {
            throw new CrlFaultException(CrlFault.WRONG_PARTITION);
        }
        BigInteger number = extensions.crlNumber();
        if (number == null) {
            throw new CrlFaultException(CrlFault.NUMBER_MISSING);
        }
        BigInteger last = expected.lastCrlNumber();
        if (last != null && number.compareTo(last) < 0) {
            throw new CrlFaultException(CrlFault.NUMBER_WENT_BACK);
        }
        if (list.thisUpdate().isAfter(expected.at().plus(expected.clockSkew()))) {
            throw new CrlFaultException(CrlFault.NOT_YET_VALID);
        }
        if (list.nextUpdate().isBefore(expected.at().minus(expected.clockSkew()))
                || !list.nextUpdate().isAfter(list.thisUpdate())) {
            throw new CrlFaultException(CrlFault.EXPIRED);
        }
        return number;
    }

    private static Instant time(DerStream stream)
            throws IOException, GeneralSecurityException, CrlFaultException, DerException {
        int tag = stream.peekTag();
        if (tag != Tag.UTC_TIME && tag != Tag.GENERALIZED_TIME) {
            throw DerStream.malformed(); // nextUpdate too must be there (section 5.1.2.5)
        }
        return new DerReader(stream.element(tag)).time();
    }
}
