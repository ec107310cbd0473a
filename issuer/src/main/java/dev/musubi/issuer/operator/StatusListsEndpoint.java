package dev.musubi.issuer.operator;

import dev.musubi.issuer.status.StatusPublisher;
import dev.musubi.issuer.web.ProblemException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /operator/status-lists}: how each list stands, and a person's word that one which was stopped may go on. */
@RestController
@RequestMapping("/operator/status-lists")
final class StatusListsEndpoint {

    private final StatusPublisher publisher;

    StatusListsEndpoint(StatusPublisher publisher) {
        this.publisher = publisher;
    }

    @GetMapping
    List<StatusPublisher.State> all() {
        return publisher.states();
    }

    @PostMapping("/{list}/accepted")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void accept(@PathVariable String list) {
        if (!list.matches("[0-9]{1,18}") || !publisher.accept(Long.parseLong(list))) {
            throw new ProblemException(404, "status_list_not_stopped", "There is no such list that is stopped.");
        }
    }
}
