package dev.musubi.jpki.revocation.crl;

import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.StatusEvidence;
import dev.musubi.jpki.revocation.UnknownReason;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A revocation list that was accepted: an immutable, sorted index of 13 bytes an entry, or 25 if serials are longer than
 * 8 bytes. Thread-safe.
 */
public final class Crl {

    private final Instant thisUpdate;
    private final Instant nextUpdate;
    private final BigInteger crlNumber;
    private final CrlIndex index;

    Crl(Instant thisUpdate, Instant nextUpdate, BigInteger crlNumber, CrlIndex index) {
        this.thisUpdate = thisUpdate;
        this.nextUpdate = nextUpdate;
        this.crlNumber = crlNumber;
        this.index = index;
    }

    /** When it was issued. */
    public Instant thisUpdate() {
        return thisUpdate;
    }

    /** When the next is due at the latest. */
    public Instant nextUpdate() {
        return nextUpdate;
    }

    /** Its number (RFC 5280 section 5.2.3). */
    public BigInteger crlNumber() {
        return crlNumber;
    }

    /** How many certificates it names. */
    public int size() {
        return index.size();
    }

    /** The entry of a serial, if it is revoked. */
    public Optional<CrlEntry> find(BigInteger serial) {
        return index.find(serial);
    }

    /** All entries, ascending by serial. */
    public void forEach(Consumer<CrlEntry> visitor) {
        for (int at = 0; at < index.size(); at++) {
            visitor.accept(index.entry(at));
        }
    }

    /**
     * The entries, ascending by serial, that an earlier list of the partition did not have or had with another time or
     * reason; all of them if there is no earlier list. Walks both lists once.
     */
    public void newlyRevokedSince(@Nullable Crl previous, Consumer<CrlEntry> visitor) {
        if (previous == null) {
            forEach(visitor);
            return;
        }
        CrlIndex before = previous.index;
        int old = 0;
        for (int at = 0; at < index.size(); at++) {
            while (old < before.size() && before.compareSerial(old, index, at) < 0) {
                old++;
            }
            boolean known = old < before.size()
                    && before.compareSerial(old, index, at) == 0
                    && before.saysTheSame(old, index, at);
            if (!known) {
                visitor.accept(index.entry(at));
            }
        }
    }

    /**
     * The status of a certificate of this partition. Unknown if {@code at} lies after {@link #nextUpdate()}: a list out
     * of date still proves a revocation, so a certificate on it stays revoked.
     */
    public CertificateStatus statusOf(BigInteger serial, Instant at) {
        StatusEvidence evidence = new StatusEvidence(StatusEvidence.Method.CRL, thisUpdate, nextUpdate, at);
        Optional<CrlEntry> entry = find(serial);
        if (entry.isPresent()) {
            return new CertificateStatus.Revoked(
                    entry.get().reason(), entry.get().revokedAt(), evidence);
        }
        return at.isAfter(nextUpdate)
                ? new CertificateStatus.Unknown(UnknownReason.STALE, at)
                : new CertificateStatus.Good(evidence);
    }

    @Override
    public String toString() {
        return "Crl[" + crlNumber + ", " + thisUpdate + ", " + size() + " entries]";
    }
}
