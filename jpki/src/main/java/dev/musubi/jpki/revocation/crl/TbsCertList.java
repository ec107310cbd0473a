package dev.musubi.jpki.revocation.crl;

import java.time.Instant;

/** What was read of a list before its signature was verified (RFC 5280 section 5.1.2). */
final class TbsCertList {

    private final byte[] algorithm;
    private final Instant thisUpdate;
    private final Instant nextUpdate;
    private final CrlIndexBuilder entries;
    private final CrlExtensions extensions;

    TbsCertList(
            byte[] algorithm,
            Instant thisUpdate,
            Instant nextUpdate,
            CrlIndexBuilder entries,
            CrlExtensions extensions) {
        this.algorithm = algorithm;
        this.thisUpdate = thisUpdate;
        this.nextUpdate = nextUpdate;
        this.entries = entries;
        this.extensions = extensions;
    }

    /** The DER of the AlgorithmIdentifier. */
    byte[] algorithm() {
        return algorithm;
    }

    Instant thisUpdate() {
        return thisUpdate;
    }

    Instant nextUpdate() {
        return nextUpdate;
    }

    CrlIndexBuilder entries() {
        return entries;
    }

    CrlExtensions extensions() {
        return extensions;
    }
}
