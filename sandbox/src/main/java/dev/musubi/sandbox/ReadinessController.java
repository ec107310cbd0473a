package dev.musubi.sandbox;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /ready}: there is nothing to wait for once it answers. */
@RestController
final class ReadinessController {

    record Readiness(boolean ready) {}

    @GetMapping("/ready")
    Readiness ready() {
        return new Readiness(true);
    }
}
