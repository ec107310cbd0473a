package dev.musubi.assurance;

import java.util.List;

/** What is decided. */
public sealed interface Outcome {

    /** The means suffices. */
    record Accept() implements Outcome {}

    /**
     * It does not yet: after exactly these steps it will.
     *
     * @param steps what to do, all of it
     */
    record StepUp(List<Step> steps) implements Outcome {
        /** Copies; a step up without steps would be an acceptance. */
        public StepUp {
            steps = List.copyOf(steps);
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("a step up has steps");
            }
        }
    }

    /** It does not, and nothing the procedure provides for changes that. */
    record Refuse() implements Outcome {}

    /** The stable name: ACCEPT, STEP_UP or REFUSE. */
    default String code() {
        return switch (this) {
            case Accept accept -> "ACCEPT";
            case StepUp up -> "STEP_UP";
            case Refuse refuse -> "REFUSE";
        };
    }
}
