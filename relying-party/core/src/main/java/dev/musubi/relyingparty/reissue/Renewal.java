package dev.musubi.relyingparty.reissue;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.random.RandomGenerator;

/**
 * When a private ID is best issued anew, by the issuer's word, and where its holder reads why: renewal information in the
 * manner of ACME (RFC 9773), with days in Japan in the place of times.
 *
 * @param start the first day of the suggested window
 * @param end its last day
 * @param explanation a page of the issuer's for the holder; it names nobody
 * @param lookAgainAfter when to ask again, if nothing gives occasion to before: between a minute and a day
 */
public record Renewal(LocalDate start, LocalDate end, URI explanation, Duration lookAgainAfter)
        implements Serializable {

    /** Where the issuer counts its days. */
    public static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if the window ends before it starts
     */
    public Renewal {
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("a window ends on its first day at the earliest");
        }
    }

    /** Whether now is a time for it: the window has begun, or is over. With the holder at a screen nothing more is to be waited for. */
    public boolean isDue(Instant now) {
        return !LocalDate.ofInstant(now, JAPAN).isBefore(start);
    }

    /**
     * A moment in the window, for whoever acts with nobody at a screen: each of many acts at one of its own, so that they do not
     * all come at once (RFC 9773 section 4.2). Draw it once. One that is past means now.
     */
    public Instant moment(RandomGenerator random) {
        Instant first = start.atStartOfDay(JAPAN).toInstant();
        Instant after = end.plusDays(1).atStartOfDay(JAPAN).toInstant();
        return first.plusSeconds(random.nextLong(Duration.between(first, after).toSeconds()));
    }
}
