package dev.musubi.demo;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What can be done here. */
@Controller
final class FirstPage {

    private final Readiness readiness;

    FirstPage(Readiness readiness) {
        this.readiness = readiness;
    }

    @GetMapping("/")
    String first() {
        return "first";
    }

    /** For whoever starts us: all three take requests. */
    @GetMapping("/ready")
    ResponseEntity<Void> ready() {
        return ResponseEntity.status(readiness.all() ? 200 : 503).build();
    }
}
