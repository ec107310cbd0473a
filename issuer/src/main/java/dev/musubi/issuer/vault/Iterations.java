package dev.musubi.issuer.vault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often a PKCS #12 file hashes its password (RFC 7292 appendix B; the JDK: 10,000 times, for each of its parts). That
 * slows down whoever guesses at a password people choose. A password of 128 random bits and more cannot be guessed, and
 * there the hashing would only slow down each start.
 */
public enum Iterations {
    /** For a password that may have been chosen by a person: as the JDK is set. */
    MANY,
    /** For a random password: once. */
    FEW;

    private static final List<String> PROPERTIES = List.of(
            "keystore.pkcs12.macIterationCount",
            "keystore.pkcs12.certPbeIterationCount",
            "keystore.pkcs12.keyPbeIterationCount");

    /** A store with what {@code filling} puts into it, as its file's bytes. */
    public byte[] store(Filling filling, char[] password) throws GeneralSecurityException, IOException {
        if (this == MANY) {
            return write(filling, password);
        }
        // The JDK has no other way to say it than by these properties, which it reads when entries are set and written.
        synchronized (PROPERTIES) {
            Map<String, @Nullable String> before = new LinkedHashMap<>();
            PROPERTIES.forEach(each -> before.put(each, System.setProperty(each, "1")));
            try {
                return write(filling, password);
            } finally {
                before.forEach(Iterations::set);
            }
        }
    }

    private static byte[] write(Filling filling, char[] password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        filling.into(store);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, password);
        return out.toByteArray();
    }

    private static void set(String property, @Nullable String value) {
        if (value == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, value);
        }
    }

    /** Puts entries into a new store. */
    public interface Filling {
        /** Does so. */
        void into(KeyStore store) throws GeneralSecurityException;
    }
}
