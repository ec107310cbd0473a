package dev.musubi.issuer.holder;

import dev.musubi.issuer.message.Moment;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a holder is told first: what is so, what to do about it, and the one button for that. The sentences stand in the
 * catalogue.
 *
 * @param now key of what is so
 * @param todo key of what to do
 * @param day what both name as {0}; null where they name none
 * @param action the button; {@link Action#NONE} where there is nothing to do
 * @param tone how it looks
 */
public record Situation(String now, String todo, @Nullable Moment day, Action action, Tone tone) {

    /** What can be done about it here. */
    public enum Action {
        /** Nothing. */
        NONE,
        /** Sign once more. */
        REISSUE,
        /** End the pause. */
        RESUME,
        /** Apply for another one. */
        APPLY
    }

    /** How it looks. */
    public enum Tone {
        /** It works. */
        GOOD,
        /** It works, or does not, and something has to be done. */
        ATTENTION,
        /** It is over. */
        OVER
    }

    static Situation good(String now) {
        return new Situation(now, "situation.todo.nothing", null, Action.NONE, Tone.GOOD);
    }

    static Situation attention(String now, String todo, Action action) {
        return new Situation(now, todo, null, action, Tone.ATTENTION);
    }

    static Situation attention(String now, String todo, Action action, Moment day) {
        return new Situation(now, todo, day, action, Tone.ATTENTION);
    }

    static Situation over(String now, String todo, Action action) {
        return new Situation(now, todo, null, action, Tone.OVER);
    }

    /** Its colour in a style sheet. */
    public String colour() {
        return switch (tone) {
            case GOOD -> "good";
            case ATTENTION -> "attention";
            case OVER -> "over";
        };
    }

    /** The day as {@code locale} writes it; empty where there is none. */
    public String day(Locale locale) {
        return day == null ? "" : day.date(locale);
    }
}
