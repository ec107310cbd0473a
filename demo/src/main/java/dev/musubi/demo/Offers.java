package dev.musubi.demo;

import dev.musubi.relyingparty.decision.Decision;
import dev.musubi.relyingparty.decision.Grounds;
import dev.musubi.relyingparty.decision.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue decided, as a page shows it: what is so in a sentence, and on a step up what to do, each step with where
 * it is done.
 *
 * @param outcome ACCEPT, STEP_UP, REFUSE or UNDECIDED
 * @param japanese what is so
 * @param english the same in English
 * @param steps what to do; empty where there is nothing
 * @param because what spoke against it, in both languages
 * @param reference by what name the decision can be taken again; null if by none
 */
record Offers(
        String outcome,
        String japanese,
        String english,
        List<Offer> steps,
        List<Because> because,
        @Nullable String reference) {

    /**
     * A step.
     *
     * @param japanese what to do
     * @param english the same in English
     * @param link where it is done; null if not on these pages
     */
    record Offer(String japanese, String english, @Nullable String link) {}

    /**
     * A rule that spoke against it.
     *
     * @param japanese what it says
     * @param english the same in English
     */
    record Because(String japanese, String english) {}

    /** Of a decision on the page {@code here}; {@code signs} where a signature can be given on these pages. */
    static Offers of(Decision decision, String here, boolean signs) {
        return switch (decision) {
            case Decision.Accept accept -> offers("ACCEPT", decision, List.of(), accept.grounds());
            case Decision.StepUp up ->
                offers(
                        "STEP_UP",
                        decision,
                        up.steps().stream()
                                .map(step -> new Offer(step.japanese(), step.english(), link(step, here, signs)))
                                .toList(),
                        up.grounds());
            case Decision.Refuse refuse -> offers("REFUSE", decision, List.of(), refuse.grounds());
            case Decision.Undecided undecided ->
                new Offers(
                        "UNDECIDED",
                        decision.japanese(),
                        decision.english(),
                        undecided.later() ? List.of(new Offer("もう一度試す", "Try again", here)) : List.of(),
                        List.of(),
                        null);
        };
    }

    private static Offers offers(String outcome, Decision decision, List<Offer> steps, Grounds grounds) {
        return new Offers(
                outcome,
                decision.japanese(),
                decision.english(),
                steps,
                grounds.against().stream()
                        .map(each -> new Because(each.japanese(), each.english()))
                        .toList(),
                grounds.reference());
    }

    /** Where a step is done. The issuer leads through a re-issue, or waits for a refresh, inside the sign-in. */
    private static @Nullable String link(Step step, String here, boolean signs) {
        return switch (step.remedy()) {
            case RECHECK -> here;
            case REFRESH, REISSUE -> "/musubi/sign-in?return_to=" + here;
            case AUTHENTICATE -> "/musubi/sign-in?anew=true&return_to=" + here;
            case ANOTHER_MEANS -> signs && SignatureDesk.takes(step.with()) ? "/signature" : null;
        };
    }
}
