package dev.musubi.issuer.standing.web;

import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.relyingparty.web.Caller;
import dev.musubi.issuer.standing.RenewalViews;
import dev.musubi.issuer.standing.StandingView;
import dev.musubi.issuer.standing.StandingViews;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/standing/{subject}}: does this private ID still stand? */
@RestController
final class StandingEndpoint {

    private final Caller caller;
    private final StandingViews standings;

    StandingEndpoint(Caller caller, StandingViews standings) {
        this.caller = caller;
        this.standings = standings;
    }

    @GetMapping("/v1/standing/{subject}")
    ResponseEntity<StandingView> standing(
            @PathVariable String subject,
            @RequestParam(name = "max_age", required = false) @Nullable String maxAge,
            HttpServletRequest request) {
        RelyingParty party = caller.of(request);
        Duration demanded = maxAge == null ? null : duration(maxAge);
        StandingView view = standings
                .of(party, subject, demanded)
                .orElseThrow(() -> new ProblemException(
                        404, "unknown_subject", "There is no such private ID, or not under this name for you."));
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        // As in RFC 9773 section 4.3: when to look again, for whoever waits for the holder.
        return (view.renewal() == null
                        ? answer
                        : answer.header(HttpHeaders.RETRY_AFTER, Long.toString(RenewalViews.LOOK_AGAIN.toSeconds())))
                .body(view);
    }

    /** Longer than any private ID lives: nothing is known that is older. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private static Duration duration(String maxAge) {
        try {
            Duration duration =
                    maxAge.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(maxAge)) : Duration.parse(maxAge);
            if (!duration.isNegative()) {
                return duration.compareTo(LONGEST) < 0 ? duration : LONGEST;
            }
        } catch (DateTimeParseException e) {
            // Said below.
        }
        throw new ProblemException(
                400, "max_age", "max_age is a number of seconds, or an ISO 8601 duration such as PT15M.");
    }
}
