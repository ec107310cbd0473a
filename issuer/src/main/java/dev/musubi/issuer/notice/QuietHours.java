package dev.musubi.issuer.notice;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The hours in which nobody is disturbed.
 *
 * @param from their first moment, a time of day
 * @param until the first moment after them; may lie on the next day
 * @param zone where
 */
record QuietHours(LocalTime from, LocalTime until, ZoneId zone) {

    /** {@code at} itself, or the end of the quiet hours it lies in. */
    Instant notBefore(Instant at) {
        ZonedDateTime there = at.atZone(zone);
        LocalTime time = there.toLocalTime();
        boolean overnight = from.isAfter(until);
        boolean quiet =
                overnight ? !time.isBefore(from) || time.isBefore(until) : !time.isBefore(from) && time.isBefore(until);
        if (!quiet) {
            return at;
        }
        ZonedDateTime end = there.with(until);
        return (end.isAfter(there) ? end : there.plusDays(1).with(until)).toInstant();
    }
}
