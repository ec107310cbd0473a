package dev.musubi.app.assurance;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Options of a command, each with one value but for those that are there or not. */
final class Options {

    private final Map<String, String> given = new HashMap<>();

    /**
     * Reads them.
     *
     * @throws WrongException for one that is not known, or that lacks its value
     */
    Options(List<String> arguments, Set<String> known, Set<String> flags) {
        for (int i = 0; i < arguments.size(); i++) {
            String option = arguments.get(i);
            if (flags.contains(option)) {
                given.put(option, "");
            } else if (!known.contains(option)) {
                throw new WrongException("there is no option " + option);
            } else if (++i == arguments.size()) {
                throw new WrongException(option + " needs a value");
            } else {
                given.put(option, arguments.get(i));
            }
        }
    }

    /** What was typed is not understood; the message says what to type instead. */
    static final class WrongException extends RuntimeException {
        WrongException(String message) {
            super(message);
        }
    }

    boolean has(String option) {
        return given.containsKey(option);
    }

    Optional<String> get(String option) {
        return Optional.ofNullable(given.get(option));
    }

    String need(String option) {
        return get(option).orElseThrow(() -> new WrongException(option + " is needed"));
    }

    /** A moment: RFC 3339, or a day, which is its noon in Japan. */
    Instant moment(String option, Instant otherwise) {
        String text = given.get(option);
        if (text == null) {
            return otherwise.truncatedTo(ChronoUnit.SECONDS);
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text)
                            .atTime(12, 0)
                            .atZone(ZoneId.of("Asia/Tokyo"))
                            .toInstant();
        } catch (DateTimeParseException e) {
            throw new WrongException(option + " takes a day (2027-04-01) or a moment (2027-04-01T00:00:00Z)");
        }
    }

    /** A moment so long before another; null where the option is {@code unknown}. */
    @Nullable
    Instant ago(String option, Instant at, String otherwise) {
        String text = get(option).orElse(otherwise);
        if (text.equals("unknown")) {
            return null;
        }
        try {
            return at.minus(Duration.parse(text));
        } catch (DateTimeParseException e) {
            throw new WrongException(option + " takes a length of time such as PT15M or P2D, or the word unknown");
        }
    }

    long number(String option, long otherwise) {
        try {
            return Long.parseLong(get(option).orElse(Long.toString(otherwise)));
        } catch (NumberFormatException e) {
            throw new WrongException(option + " takes a whole number");
        }
    }
}
