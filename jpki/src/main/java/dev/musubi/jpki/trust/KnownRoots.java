package dev.musubi.jpki.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** The SHA-256 fingerprints of the J-LIS roots known when this release was made. The certificates do not ship. */
public final class KnownRoots {

    private static final Map<String, String> LABELS = load();

    private KnownRoots() {}

    /** The label of a known root, by fingerprint in lower-case hexadecimal. */
    public static Optional<String> label(String sha256) {
        return Optional.ofNullable(LABELS.get(sha256));
    }

    private static Map<String, String> load() {
        try (InputStream in = KnownRoots.class.getResourceAsStream("known-roots.properties")) {
            if (in == null) {
                throw new IllegalStateException("the list of known roots is missing");
            }
            Properties data = new Properties();
            data.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            Map<String, String> labels = new TreeMap<>();
            for (String fingerprint : data.stringPropertyNames()) {
                labels.put(fingerprint, data.getProperty(fingerprint).strip());
            }
            return Map.copyOf(labels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
