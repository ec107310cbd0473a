package dev.musubi.jpki.certificate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The validity of a certificate: from notBefore through notAfter, inclusive (RFC 5280 section 4.1.2.5). Both are written in whole
 * seconds and stand for the whole of theirs, so a certificate that ends at 10:00:00 is still in force at 10:00:00.999 and not
 * at 10:00:01. This is the one place that says so.
 *
 * @param notBefore the first second
 * @param notAfter the last second
 */
public record Validity(Instant notBefore, Instant notAfter) {

    /** Of a certificate. */
    public static Validity of(X509Certificate certificate) {
        return new Validity(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    /** Whether a certificate with this end is over at this moment. */
    public static boolean isOver(Instant notAfter, Instant at) {
        return second(at).isAfter(notAfter);
    }

    /** The last end that is over at this moment, for those who look for all that are: each up to and with it is. */
    public static Instant latestOver(Instant at) {
        return second(at).minusSeconds(1);
    }

    /** A moment as certificates know it: its second. For those who compare by themselves, as the JDK does. */
    public static Instant second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Whether it has begun at this moment. */
    public boolean hasBegun(Instant at) {
        return !at.isBefore(notBefore);
    }

    /** Whether it is over at this moment. */
    public boolean isOver(Instant at) {
        return isOver(notAfter, at);
    }

    /** Whether the certificate is in force at this moment, revocation aside. */
    public boolean contains(Instant at) {
        return hasBegun(at) && !isOver(at);
    }
}
