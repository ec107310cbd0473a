package dev.musubi.issuer.operator;

import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /ready}: 200 once requests are taken and the database answers. */
@RestController
final class ReadyEndpoint {

    private final JdbcClient jdbc;

    ReadyEndpoint(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @GetMapping("/ready")
    Map<String, Boolean> ready() {
        return Map.of("ready", jdbc.sql("select true").query(Boolean.class).single());
    }
}
