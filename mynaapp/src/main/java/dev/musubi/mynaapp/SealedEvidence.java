package dev.musubi.mynaapp;

import java.util.regex.Pattern;

/**
 * Certificate and signature, sealed for a signature verifier: a compact JWE, carried and kept as it came. Whoever holds it
 * learns nothing from it.
 *
 * @param compact five parts of base64url
 */
public record SealedEvidence(String compact) {

    private static final Pattern FORM = Pattern.compile("[\\w-]+\\.[\\w-]*\\.[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    /** Checks the form. */
    public SealedEvidence {
        if (compact.length() > Dialect.LARGEST_JWE || !FORM.matcher(compact).matches()) {
            throw new IllegalArgumentException("this is no compact JWE of this size");
        }
    }

    @Override
    public String toString() {
        return "SealedEvidence[redacted]";
    }
}
