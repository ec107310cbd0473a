package dev.musubi.issuer.relyingparty;

import java.time.Instant;
import java.time.LocalDate;

/**
 * How long a sector has known a holder. What came before is not told to it: not since when a private ID stood, and not how
 * often it was issued anew.
 *
 * @param since when the holder first came to it
 * @param generation the generation then
 */
public record Acquaintance(Instant since, int generation) {

    /** The number of {@code present} as this sector counts: 1 when the holder first came, one more with each re-issue. */
    public Pairwise<Integer> generation(int present) {
        return Pairwise.of(Math.max(1, present - generation + 1));
    }

    /** The day something began, or that of the first contact where it began before. */
    public Coarse<LocalDate> dayOf(Instant began) {
        return Coarse.dayFrom(since, began);
    }
}
