package dev.musubi.issuer.operator;

import dev.musubi.issuer.database.DeadLetters;
import dev.musubi.issuer.web.ProblemException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /operator/dead-letters}: work that was given up, and what becomes of it. */
@RestController
@RequestMapping("/operator/dead-letters")
final class DeadLetterEndpoint {

    private final DeadLetters deadLetters;

    DeadLetterEndpoint(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    @GetMapping
    List<DeadLetters.Letter> all() {
        return deadLetters.all();
    }

    @PostMapping("/{id}/retry")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void retry(@PathVariable String id) {
        mustBeOne(deadLetters.retry(id));
    }

    @PostMapping("/{id}/discard")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void discard(@PathVariable String id) {
        mustBeOne(deadLetters.discard(id));
    }

    private static void mustBeOne(boolean was) {
        if (!was) {
            throw new ProblemException(404, "no_such_dead_letter", "There is no such dead letter, or no longer.");
        }
    }
}
