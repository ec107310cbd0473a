package dev.musubi.issuer.anchor;

import dev.musubi.jpki.certificate.AuthorityKeyId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Port: fetches revocation lists from J-LIS. What comes back is not yet believed. */
public interface RevocationListSource {

    /**
     * The present list of one partition.
     *
     * @param authority the CA key that signs it
     * @param etag the mark of the list already at hand, if any
     */
    Fetched fetch(AuthorityKeyId authority, String prefecture, String municipality, @Nullable String etag);

    /** What came of it. */
    sealed interface Fetched {
        /** A list, in DER, in a file that is now the caller's to keep or delete. */
        record Downloaded(Path file, @Nullable String etag) implements Fetched {}

        /** The list at hand is the present one. */
        record Unchanged() implements Fetched {}

        /** No list; {@code code} is stable and names no person. */
        record Unreachable(String code) implements Fetched {}
    }
}
