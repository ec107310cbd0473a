package dev.musubi.relyingparty.decision;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether somebody's means suffices for a procedure of the catalogue. One that could not be had is {@link Undecided}, and
 * never an acceptance.
 *
 * {@snippet :
 * switch (bank.decide(in, "bank-account")) {
 *     case Decision.Accept accept -> open(accept.grounds().reference());
 *     case Decision.StepUp up -> offer(up.steps());
 *     case Decision.Refuse no -> show(no.japanese());
 *     case Decision.Undecided not -> show(not.japanese());
 * }
 * }
 */
public sealed interface Decision extends Serializable {

    /** What is so, in a sentence for the person at the screen. */
    String japanese();

    /** The same in English. */
    String english();

    /**
     * It suffices.
     *
     * @param grounds on what grounds
     */
    record Accept(Grounds grounds) implements Decision {
        @Override
        public String japanese() {
            return "お手続きを進められます。";
        }

        @Override
        public String english() {
            return "You can go on.";
        }
    }

    /**
     * It does not yet: after exactly these steps it will.
     *
     * @param steps all of them, in order; never empty
     * @param grounds on what grounds
     */
    record StepUp(List<Step> steps, Grounds grounds) implements Decision {
        /** Copies. */
        public StepUp {
            steps = List.copyOf(steps);
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("a step up has steps");
            }
        }

        @Override
        public String japanese() {
            return steps.stream().map(Step::japanese).collect(Collectors.joining("。そのあと、", "", "。"));
        }

        @Override
        public String english() {
            String all = steps.stream().map(Step::english).collect(Collectors.joining(", then ", "", "."));
            return Character.toUpperCase(all.charAt(0)) + all.substring(1);
        }
    }

    /**
     * It does not, and nothing the procedure provides for changes that.
     *
     * @param grounds on what grounds
     */
    record Refuse(Grounds grounds) implements Decision {
        /** The first thing that speaks against it. */
        @Override
        public String japanese() {
            return grounds.against().get(0).japanese();
        }

        @Override
        public String english() {
            return grounds.against().get(0).english();
        }
    }

    /**
     * Nobody has decided.
     *
     * @param why why not
     */
    record Undecided(Why why) implements Decision {

        /** Why there is no decision. */
        public enum Why {
            /** The issuer cannot be reached, could not answer, or says what cannot be understood. */
            UNANSWERED,
            /** The issuer does not know this relying party's certificate. */
            NOT_ADMITTED,
            /** There is no such private ID, or not under this name for this relying party. */
            UNKNOWN_SUBJECT,
            /** The catalogue has no such procedure. */
            UNKNOWN_PROCEDURE,
            /** The catalogue does not know something the presented means names. */
            UNKNOWN_MEANS,
            /** This relying party's clock was set back: nothing it was told can be dated. */
            CLOCK_SET_BACK
        }

        /** Whether asking again later may help; else whoever runs this relying party has to look into it. */
        public boolean later() {
            return why == Why.UNANSWERED;
        }

        @Override
        public String japanese() {
            return later() ? "いま判定できません。しばらくしてからもう一度お試しください。" : "このお手続きは、いま受け付けられません。";
        }

        @Override
        public String english() {
            return later()
                    ? "This cannot be decided right now. Please try again later."
                    : "This procedure is not available right now.";
        }
    }
}
