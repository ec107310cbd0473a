package dev.musubi.issuer.status.web;

import dev.musubi.issuer.status.ChangeBatches;
import dev.musubi.issuer.status.ChangeSettings;
import dev.musubi.issuer.web.ProblemException;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /changes}: batches that say of whom something changed, to whoever can compute the name. For everybody. */
@RestController
@RequestMapping("/changes")
final class ChangesEndpoint {

    private static final MediaType BATCH = MediaType.parseMediaType("application/" + ChangeBatches.TYPE);

    private final ChangeBatches batches;
    private final ChangeSettings settings;

    ChangesEndpoint(ChangeBatches batches, ChangeSettings settings) {
        this.batches = batches;
        this.settings = settings;
    }

    /**
     * Which batches there are.
     *
     * @param interval which stretch of time, in seconds, each is of
     * @param first the first that is kept; null before there is one
     * @param latest the last; null before there is one
     */
    record Which(
            long interval, @Nullable Long first, @Nullable Long latest) {}

    @GetMapping
    ResponseEntity<Which> which() {
        OptionalLong first = batches.first();
        OptionalLong latest = batches.latest();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofSeconds(5)).cachePublic())
                .body(new Which(
                        settings.interval().toSeconds(),
                        first.isPresent() ? first.getAsLong() : null,
                        latest.isPresent() ? latest.getAsLong() : null));
    }

    @GetMapping("/{number}")
    ResponseEntity<String> one(@PathVariable String number) {
        if (!number.matches("0|[1-9][0-9]{0,17}")) {
            throw unknown();
        }
        String token = batches.find(Long.parseLong(number)).orElseThrow(ChangesEndpoint::unknown);
        return ResponseEntity.ok()
                .contentType(BATCH)
                .cacheControl(CacheControl.maxAge(settings.keep()).cachePublic().immutable())
                .body(token);
    }

    private static ProblemException unknown() {
        return new ProblemException(
                404, "change_batch_unknown", "There is no such batch yet, or it is no longer kept: ask /changes.");
    }
}
