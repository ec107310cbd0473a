package dev.musubi.issuer.vault;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

/**
 * How often a PKCS #12 file hashes its password (RFC 7292 appendix B; the JDK: 10,000 times, for each of its parts). That
 * slows down whoever guesses at a password people choose. A password of 128 random bits and more cannot be guessed, and
 * there the hashing would only slow down each start.
 */
public enum Iterations {
    /** For a password that may have been chosen by a person: as the JDK has it. */
    MANY(10_000),
    /** For a random password. */
    FEW(1);

    private static final List<String> PARTS =
            List.of("macIterationCount", "certPbeIterationCount", "keyPbeIterationCount");

    private final int count;

    Iterations(int count) {
        this.count = count;
    }

    /** Writes a store whose entries were set as {@link KeyStore#setEntry} or {@code setKeyEntry} has it. */
    public void store(Filling filling, OutputStream out, char[] password) throws GeneralSecurityException, IOException {
        // The JDK has no other way to say it than by these properties, which it reads when entries are set and written.
        synchronized (PARTS) {
            PARTS.forEach(part -> System.setProperty("keystore.pkcs12." + part, Integer.toString(count)));
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                filling.into(store);
                store.store(out, password);
            } finally {
                PARTS.forEach(part -> System.clearProperty("keystore.pkcs12." + part));
            }
        }
    }

    /** Puts entries into a new store. */
    public interface Filling {
        /** Does so. */
        void into(KeyStore store) throws GeneralSecurityException;
    }
}
