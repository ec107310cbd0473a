package dev.musubi.issuer.signin;

import java.util.List;
import java.util.function.Predicate;

/**
 * What a browser is known by: the random secret in its cookie. It has several where it began twice before it had any: each
 * beginning gave it one, under a name of its own so that none replaces another, and what rests on any of them is its own.
 *
 * @param all the secrets, at least one, in an order that stays
 */
public record BrowserMarks(List<String> all) {

    /** Never of nobody. */
    public BrowserMarks {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("a browser without a mark");
        }
        all = List.copyOf(all);
    }

    /** With one only. */
    public static BrowserMarks of(String mark) {
        return new BrowserMarks(List.of(mark));
    }

    /** The one that new things are bound to. */
    public String first() {
        return all.getFirst();
    }

    /** Whether something holds for any of them; all are looked at, so that the time tells nothing. */
    public boolean any(Predicate<String> holds) {
        boolean is = false;
        for (String each : all) {
            is |= holds.test(each);
        }
        return is;
    }

    @Override
    public String toString() {
        return "BrowserMarks[" + all.size() + "]";
    }
}
