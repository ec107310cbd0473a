package dev.musubi.demo;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * That a holder lets the bank be told what becomes of the private ID. It ends by itself on a day that the issuer names, and
 * before that where the holder ends it there.
 *
 * @param at when the holder was last known to agree
 * @param until the day on which it ends, from whose beginning it is over here; null while the issuer was not asked
 * @param ended the day on which the issuer said that it is over; null where it did not
 */
record Agreement(
        Instant at, @Nullable LocalDate until, @Nullable LocalDate ended) {

    static Agreement given(Instant at) {
        return new Agreement(at, null, null);
    }

    /** Whether it goes on, as far as is known. */
    boolean holds(Instant now) {
        return over(now) == null;
    }

    /** Since which day it is over; null while it goes on. */
    @Nullable
    LocalDate over(Instant now) {
        if (ended != null) {
            return ended;
        }
        return until == null || Days.of(now).isBefore(until) ? null : until;
    }

    /** The issuer was asked, and says until when it goes on; null if it does not. */
    Agreement said(@Nullable LocalDate until, Instant now) {
        return until == null ? new Agreement(at, this.until, Days.of(now)) : new Agreement(at, until, null);
    }
}
