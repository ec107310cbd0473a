package dev.musubi.sandbox.phone;

import dev.musubi.sandbox.authority.CertificateWriter;
import dev.musubi.sandbox.authority.Certificates;
import dev.musubi.sandbox.authority.EndEntity;
import dev.musubi.sandbox.authority.IssuedCertificate;
import dev.musubi.sandbox.authority.Keys;
import dev.musubi.sandbox.register.CertificateRecord;
import java.io.ByteArrayOutputStream;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Makes the certificate for a forgery, and the key where the card's will not do; what is right with them is the resident's
 * own.
 */
final class Forger {

    private static final String PRODUCTION_POLICY = "1.2.392.200149.8.5.1.1.20";
    private static final int WEAK_BITS = 1024;
    private static final int PADDING = 64 << 10;
    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);
    private static final Duration A_YEAR = Duration.ofDays(365);

    private final Certificates certificates;
    private final CertificateWriter writer;

    Forger(Certificates certificates, CertificateWriter writer) {
        this.certificates = certificates;
        this.writer = writer;
    }

    Forged forged(Forgery forgery, CertificateRecord record, Instant at) {
        IssuedCertificate right = certificates.issued(record);
        PublicKey key = Keys.certificate(right.der()).getPublicKey();
        EndEntity content = certificates.content(record, key);
        PrivateKey issuer = certificates.authorityOf(record).privateKey();
        return switch (forgery) {
            case OTHER_KEY -> new Forged(right.der(), Keys.generate().getPrivate());
            case RIGHT_NAME_WRONG_CA_KEY ->
                new Forged(writer.endEntity(content, Keys.generate().getPrivate()), null);
            case PRODUCTION_POLICY -> altered(content, issuer, c -> c.underPolicy(PRODUCTION_POLICY));
            case EXPIRED -> altered(content, issuer, c -> c.valid(endOfDay(at, -1461), endOfDay(at, -1)));
            case NOT_YET_VALID -> altered(content, issuer, c -> c.valid(at.plus(A_YEAR), endOfDay(at, 2 * 365)));
            case WEAK_KEY -> {
                KeyPair weak = Keys.generate(WEAK_BITS);
                yield new Forged(writer.endEntity(content.of(weak.getPublic()), issuer), weak.getPrivate());
            }
            case TRAILING_BYTES -> new Forged(Arrays.copyOf(right.der(), right.der().length + 2), null);
            case INDEFINITE_LENGTH -> new Forged(indefinite(right.der()), null);
            case HUGE_CERTIFICATE -> altered(content, issuer, c -> c.padded(PADDING));
            case AUTHENTICATION_CERTIFICATE -> new Forged(right.der(), right.privateKey());
            case NONE, ALTERED_DOCUMENT, NO_X5C, ALG_NONE -> new Forged(right.der(), null);
        };
    }

    private Forged altered(EndEntity content, PrivateKey issuer, UnaryOperator<EndEntity> change) {
        return new Forged(writer.endEntity(change.apply(content), issuer), null);
    }

    private static Instant endOfDay(Instant at, int days) {
        return LocalDate.ofInstant(at, JAPAN)
                .plusDays(days)
                .atTime(LAST_SECOND)
                .atZone(JAPAN)
                .toInstant();
    }

    /** The outermost SEQUENCE as BER: length 80, end of contents 00 00. A certificate's has a length of four octets. */
    private static byte[] indefinite(byte[] der) {
        int headLength = 2 + (der[1] & 0x7F);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x30);
        out.write(0x80);
        out.write(der, headLength, der.length - headLength);
        out.write(0);
        out.write(0);
        return out.toByteArray();
    }
}
