package dev.musubi.demo;

import dev.musubi.relyingparty.decision.Decision;
import dev.musubi.relyingparty.decision.Grounds;
import dev.musubi.relyingparty.decision.Reason;
import dev.musubi.relyingparty.decision.Step;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue decided, in the words of a page: what is so in a sentence, and what to do, each step with where it is done.
 * The catalogue's own words on why are for whoever unfolds them.
 *
 * @param outcome ACCEPT, STEP_UP, REFUSE or UNDECIDED
 * @param lead what is so
 * @param steps what to do; empty where there is nothing
 * @param because what spoke against it
 * @param byCard whether all that is missing is a signature that can be given on these pages
 * @param outdated whether what the private ID says may be out of date
 */
record Offers(String outcome, Said lead, List<Offer> steps, List<Said> because, boolean byCard, boolean outdated) {

    /**
     * A step.
     *
     * @param text what to do
     * @param link where it is done; null if not on these pages
     */
    record Offer(Said text, @Nullable String link) {}

    private static final Said ON = new Said("手続きを進められます。", "You can go on.");
    private static final Said BY_CARD =
            new Said("法律により、マイナンバーカードでの署名が必要です。", "By law, this needs a signature with your My Number Card.");
    private static final Said OLD = new Said(
            "民間IDの再発行が必要です。引越しやカードの紛失などで、民間IDのもとになった証明書が使えなくなりました。再発行が終わると、この画面に戻って手続きを続けられます。",
            "Your private ID has to be issued again: the certificate behind it can no longer be used, as after a move or the"
                    + " loss of a card. Then you come back here and go on.");
    private static final Said FIRST =
            new Said("手続きを進めるには、次のことが必要です。", "Something has to be done before you can go on.");
    private static final Said NO = new Said(
            "この手続きは、インターネットでは承れません。窓口へお越しください。", "This cannot be done over the internet. Please come to our counter.");
    private static final Said AGAIN = new Said("もう一度試す", "Try again");

    /** How the catalogue says that a law does not name a method; no sentence for anybody but its authors. */
    private static final Pattern NOT_NAMED = Pattern.compile("(.+?)（[^）]*）の方法のうち、このデータにあるもののどれにも当たらない。");

    private static final Pattern NOT_NAMED_IN_ENGLISH =
            Pattern.compile("None of the methods of (.+?) \\([^)]*\\), that this data knows\\.");

    /** Of a decision on the page {@code here}; {@code signs} where a signature can be given on these pages. */
    static Offers of(Decision decision, String here, boolean signs) {
        return switch (decision) {
            case Decision.Accept accept -> new Offers("ACCEPT", ON, List.of(), List.of(), false, false);
            case Decision.StepUp up -> stepUp(up, here, signs);
            case Decision.Refuse refuse -> new Offers("REFUSE", NO, List.of(), because(refuse.grounds()), false, false);
            case Decision.Undecided undecided ->
                new Offers(
                        "UNDECIDED",
                        new Said(decision.japanese(), decision.english()),
                        undecided.later() ? List.of(new Offer(AGAIN, here)) : List.of(),
                        List.of(),
                        false,
                        false);
        };
    }

    private static Offers stepUp(Decision.StepUp up, String here, boolean signs) {
        boolean byCard = up.steps().stream().allMatch(step -> isByCard(step, signs));
        boolean outdated = up.steps().stream()
                .anyMatch(step -> step.remedy() == Step.Remedy.REISSUE || step.remedy() == Step.Remedy.REFRESH);
        return new Offers(
                "STEP_UP",
                byCard ? BY_CARD : outdated ? OLD : FIRST,
                up.steps().stream()
                        .map(step -> new Offer(words(step), link(step, here, signs)))
                        .toList(),
                because(up.grounds()),
                byCard,
                outdated);
    }

    private static List<Said> because(Grounds grounds) {
        return grounds.against().stream().map(Offers::plainly).toList();
    }

    private static Said plainly(Reason reason) {
        return new Said(
                NOT_NAMED.matcher(reason.japanese()).replaceFirst("$1が定める方法に、民間IDだけで済むものはありません。"),
                NOT_NAMED_IN_ENGLISH
                        .matcher(reason.english())
                        .replaceFirst("None of the methods of $1 goes by a private ID alone."));
    }

    private static boolean isByCard(Step step, boolean signs) {
        return step.remedy() == Step.Remedy.ANOTHER_MEANS && signs && SignatureDesk.takes(step.with());
    }

    private static Said words(Step step) {
        return switch (step.remedy()) {
            case RECHECK -> new Said("もう一度確認する", "Check again");
            // To the person it is the same button: the issuer knows which of the two it comes to.
            case REFRESH, REISSUE -> new Said("民間IDを再発行する", "Have your private ID issued again");
            case AUTHENTICATE -> new Said("もう一度サインインする", "Sign in again");
            case ANOTHER_MEANS ->
                SignatureDesk.takes(step.with())
                        ? new Said("マイナンバーカードで署名する", "Sign with your My Number Card")
                        : new Said(step.japanese(), step.english());
        };
    }

    /** Where a step is done. The issuer leads through a re-issue, or waits for a refresh, inside the sign-in. */
    private static @Nullable String link(Step step, String here, boolean signs) {
        return switch (step.remedy()) {
            case RECHECK -> here;
            case REFRESH, REISSUE -> "/musubi/sign-in?return_to=" + here;
            case AUTHENTICATE -> "/musubi/sign-in?anew=true&return_to=" + here;
            case ANOTHER_MEANS -> isByCard(step, signs) ? "/signature" : null;
        };
    }
}
