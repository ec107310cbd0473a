package dev.musubi.relyingparty.person;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a person's attributes were verified (OpenID Identity Assurance Schema Definition 1.0 section 5.4).
 *
 * @param trustFramework the frame of rules, {@code jp_aml} or {@code jp_mpiupa} for example
 * @param time when the attributes were verified; null if it was not told
 * @param process the issuer's record of the verification, readable by the issuer alone; null if it was not told
 * @param evidence what it stands on
 */
public record Verification(
        String trustFramework,
        @Nullable Instant time,
        @Nullable String process,
        List<Evidence> evidence) implements Serializable {

    /** Copies the list. */
    public Verification {
        evidence = List.copyOf(evidence);
    }
}
