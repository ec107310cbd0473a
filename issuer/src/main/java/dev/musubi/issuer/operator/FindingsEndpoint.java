package dev.musubi.issuer.operator;

import dev.musubi.issuer.audit.FindingId;
import dev.musubi.issuer.audit.Findings;
import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.time.ClockWatch;
import dev.musubi.issuer.web.ProblemException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /operator/findings} and {@code /operator/clock-watch}: what needs a person, and a person's word on it. */
@RestController
@RequestMapping("/operator")
final class FindingsEndpoint {

    private final Findings findings;
    private final ClockWatch clock;

    FindingsEndpoint(Findings findings, ClockWatch clock) {
        this.findings = findings;
        this.clock = clock;
    }

    @GetMapping("/findings")
    List<Findings.Finding> open() {
        return findings.open();
    }

    @PostMapping("/findings/{id}/settled")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void settle(@PathVariable String id) {
        if (!DatabaseId.sent(id, FindingId::of).map(findings::settle).orElse(false)) {
            throw new ProblemException(404, "finding_unknown", "There is no such open finding.");
        }
    }

    @GetMapping("/clock-watch")
    Map<String, Object> clock() {
        return Map.of(
                "tells_ages",
                clock.tellsAges(),
                "behind_seconds",
                clock.behind().toSeconds());
    }

    /** The operator has looked: the clock is right as it is now, and the later time seen before was wrong. */
    @PostMapping("/clock-watch/accepted")
    Map<String, Object> accept() {
        clock.accept();
        return clock();
    }
}
