package dev.musubi.relyingparty;

import dev.musubi.relyingparty.reissue.Renewal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads renewal information, and when to ask again. Whatever is malformed is none: it is a hint, and decides nothing. */
final class RenewalReader {

    private static final int LONGEST_URI = 2_000;
    private static final long FURTHEST_YEARS = 10;
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration USUAL = Duration.ofHours(6);

    private RenewalReader() {}

    static Optional<Renewal> read(Map<?, ?> answer, Duration lookAgainAfter, Instant now) {
        Map<?, ?> renewal = Json.object(answer, "renewal");
        Map<?, ?> window = Json.object(renewal, "suggested_window");
        LocalDate start = Json.day(window, "start");
        LocalDate end = Json.day(window, "end");
        URI explanation = page(renewal, "explanation_url");
        if (start == null || end == null || explanation == null || end.isBefore(start)) {
            return Optional.empty();
        }
        LocalDate today = LocalDate.ofInstant(now, Renewal.JAPAN);
        return start.isBefore(today.minusYears(FURTHEST_YEARS)) || end.isAfter(today.plusYears(FURTHEST_YEARS))
                ? Optional.empty()
                : Optional.of(new Renewal(start, end, explanation, lookAgainAfter));
    }

    /** By {@code Retry-After}, in seconds; what is no such number is six hours, and none is less than a minute or over a day. */
    static Duration lookAgainAfter(Transport.Answer answer) {
        return answer.header("Retry-After")
                .map(String::strip)
                .filter(seconds -> seconds.matches("[0-9]{1,9}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .map(after -> after.compareTo(SHORTEST) < 0 ? SHORTEST : after.compareTo(LONGEST) > 0 ? LONGEST : after)
                .orElse(USUAL);
    }

    /** A page a browser may be sent to: https, with a host, and nobody's name before it. */
    static @Nullable URI page(Map<?, ?> object, String name) {
        String text = Json.text(object, name);
        try {
            URI uri = text == null || text.length() > LONGEST_URI ? null : URI.create(text);
            return uri != null && "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null
                    ? uri
                    : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
