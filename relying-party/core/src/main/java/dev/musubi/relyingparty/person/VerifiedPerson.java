package dev.musubi.relyingparty.person;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A person whom the issuer has verified, as far as the relying party asked and the holder agreed.
 *
 * @param name the name; null if it was not told
 * @param address the registered address; null if it was not told
 * @param birthDate the date of birth; null if it was not told
 * @param gender the sex; null if it was not told
 * @param verification how all of it was verified
 */
public record VerifiedPerson(
        @Nullable PersonName name,
        @Nullable PersonAddress address,
        @Nullable BirthDate birthDate,
        @Nullable Gender gender,
        Verification verification)
        implements Serializable {

    /** Says nothing of the person. */
    @Override
    public String toString() {
        return "VerifiedPerson[…]";
    }
}
