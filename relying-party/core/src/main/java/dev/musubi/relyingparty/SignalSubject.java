package dev.musubi.relyingparty;

import java.util.Map;
import java.util.Optional;

/**
 * Of whom or what a signal is (RFC 9493).
 *
 * @param format the identifier format
 * @param members its members
 */
public record SignalSubject(String format, Map<String, Object> members) {

    /** What it says may not be changed. */
    public SignalSubject {
        members = Map.copyOf(members);
    }

    /** The subject's name with {@code issuer}, as {@link SignedIn#subject} has it; empty for any other subject. */
    public Optional<String> at(String issuer) {
        return format.equals("iss_sub") && issuer.equals(members.get("iss")) && members.get("sub") instanceof String sub
                ? Optional.of(sub)
                : Optional.empty();
    }

    /** Names nobody. */
    @Override
    public String toString() {
        return "SignalSubject[" + format + "]";
    }
}
