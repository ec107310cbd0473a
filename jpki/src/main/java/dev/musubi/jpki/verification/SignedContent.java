package dev.musubi.jpki.verification;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes a holder signed, and what the signature says they are. It may hold personal data, so {@link #toString()}
 * gives nothing away.
 */
public final class SignedContent {

    private final byte[] bytes;
    private final @Nullable String type;

    SignedContent(byte[] bytes, @Nullable String type) {
        this.bytes = bytes.clone();
        this.type = type;
    }

    /** The bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes as UTF-8. */
    public String utf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The {@code typ} of a JWS (RFC 7515 section 4.1.9), covered by the signature; empty if there is none. */
    public Optional<String> type() {
        return Optional.ofNullable(type);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof SignedContent other && Arrays.equals(bytes, other.bytes) && type().equals(other.type());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "SignedContent[redacted]";
    }
}
