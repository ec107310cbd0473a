package dev.musubi.issuer.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A reminder that something ends, as a notice's subject names it.
 *
 * @param end when, as {@link StillSo#moment} writes it
 * @param days how many days before
 */
record Ending(String end, int days) {

    /** So many days before. */
    static final List<Integer> DAYS = List.of(90, 30, 7);

    /** When the reminder is due. */
    static Instant due(Instant end, int days) {
        return end.minus(Duration.ofDays(days));
    }

    /** Up to how many days before the next one comes; 0 where it is the last. */
    int next() {
        return DAYS.stream().filter(each -> each < days).findFirst().orElse(0);
    }

    String subject() {
        return end + " " + days;
    }

    static Optional<Ending> parse(String subject) {
        String[] parts = subject.split(" ", 2);
        return parts.length == 2 && parts[1].matches("[0-9]{1,3}")
                ? Optional.of(new Ending(parts[0], Integer.parseInt(parts[1])))
                : Optional.empty();
    }
}
