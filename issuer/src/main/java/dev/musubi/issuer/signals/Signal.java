package dev.musubi.issuer.signals;

import java.util.Map;

/**
 * Something to be told of a holder: what kind, and what it says beyond that. Which relying party, under which name and when,
 * is added for each by itself.
 *
 * @param type the kind
 * @param said its members, as words of a short list
 */
record Signal(EventType type, Map<String, String> said) {

    /** The namespace of {@code assurance-level-change}: whether the private ID stands on a live anchor. */
    static final String NAMESPACE = "urn:musubi:standing";

    static final String CURRENT = "current";
    static final String STALE = "stale";

    static Signal of(EventType type) {
        return new Signal(type, Map.of());
    }

    static Signal reissued(boolean attributesChanged) {
        return new Signal(EventType.REISSUED, Map.of("attributes_changed", Boolean.toString(attributesChanged)));
    }

    /** The level moved from one to the other. */
    static Signal assurance(String previous, String current) {
        return new Signal(
                EventType.ASSURANCE_LEVEL_CHANGE,
                Map.of(
                        "namespace", NAMESPACE,
                        "previous_level", previous,
                        "current_level", current,
                        "change_direction", current.equals(CURRENT) ? "increase" : "decrease"));
    }

    /** The level is this now; what it was before is not said, since a pause lay between. */
    static Signal assurance(String current) {
        return new Signal(EventType.ASSURANCE_LEVEL_CHANGE, Map.of("namespace", NAMESPACE, "current_level", current));
    }

    static Signal credential(String type, String change) {
        return new Signal(EventType.CREDENTIAL_CHANGE, Map.of("credential_type", type, "change_type", change));
    }

    /** Whether it is told once a day at most: how many there were of its kind would be the same everywhere, and a mark. */
    boolean isOnceADay() {
        return type == EventType.CREDENTIAL_CHANGE;
    }

    /** A name for what it says, for that. */
    String code() {
        return type.name() + said.getOrDefault("credential_type", "") + said.getOrDefault("change_type", "");
    }
}
