package dev.musubi.issuer.status.web;

import dev.musubi.issuer.status.KeptTokens;
import dev.musubi.issuer.status.StatusChanges;
import dev.musubi.issuer.status.StatusSettings;
import dev.musubi.issuer.status.StatusToken;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /status-lists}: all lists (Token Status List section 9), each of them as it is now, and as it was at a time (sections
 * 8.1, 8.2, 8.4). For everybody; who asks says nothing of whom it is about.
 */
@RestController
@RequestMapping("/status-lists")
final class StatusListEndpoint {

    /** Any second that a date can be made of; a list of another was never there. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private static final Duration TRY_AGAIN = Duration.ofMinutes(1);

    private final KeptTokens kept;
    private final StatusChanges changes;
    private final ListAnswers answers;
    private final StatusSettings settings;
    private final MachineClock machine;

    StatusListEndpoint(
            KeptTokens kept,
            StatusChanges changes,
            ListAnswers answers,
            StatusSettings settings,
            MachineClock machine) {
        this.kept = kept;
        this.changes = changes;
        this.answers = answers;
        this.settings = settings;
        this.machine = machine;
    }

    /**
     * The aggregation (section 9.3).
     *
     * @param statusLists the addresses of all lists
     */
    record Aggregation(List<String> statusLists) {}

    @GetMapping
    ResponseEntity<Aggregation> all() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(settings.ttl()).cachePublic())
                .body(new Aggregation(kept.latest().stream()
                        .map(each -> settings.list(each.list()).toString())
                        .toList()));
    }

    @GetMapping("/{list}")
    ResponseEntity<byte[]> one(
            @PathVariable String list,
            @RequestParam(name = "time", required = false) @Nullable String time,
            HttpServletRequest request) {
        long which = number(list).orElseThrow(StatusListEndpoint::unknown);
        if (time != null && !time.isEmpty()) {
            Instant at = number(time)
                    .filter(seconds -> seconds <= LAST_SECOND)
                    .map(Instant::ofEpochSecond)
                    .orElseThrow(() -> new ProblemException(
                            400, "time", "time is a moment in whole seconds since 1970-01-01T00:00:00Z."));
            StatusToken then = kept.at(which, at)
                    .orElseThrow(() -> new ProblemException(
                            404, "status_list_time", "No list is kept that was good at that time."));
            return answers.of(then, request);
        }
        return answers.of(good(list), request);
    }

    /** What changed since a state that somebody has. */
    @GetMapping("/{list}/since/{number}")
    ResponseEntity<byte[]> since(@PathVariable String list, @PathVariable String number, HttpServletRequest request) {
        StatusToken latest = good(list);
        return number(number)
                .flatMap(from ->
                        changes.since(latest, from).map(token -> answers.ofChanges(token, latest, from, request)))
                .orElseThrow(() -> new ProblemException(
                        404,
                        "status_list_forgotten",
                        "What changed since that list is not remembered: fetch the list."));
    }

    private StatusToken good(String list) {
        StatusToken latest = number(list).flatMap(kept::latest).orElseThrow(StatusListEndpoint::unknown);
        if (!machine.instant().isBefore(latest.expiresAt())) {
            throw new ProblemException(
                            503,
                            "status_list_away",
                            "There is no list that is good now. What is not known to be valid is not valid.")
                    .with("Retry-After", Long.toString(TRY_AGAIN.toSeconds()));
        }
        return latest;
    }

    private static Optional<Long> number(String text) {
        return text.matches("0|[1-9][0-9]{0,17}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private static ProblemException unknown() {
        return new ProblemException(404, "status_list_unknown", "There is no such list.");
    }
}
