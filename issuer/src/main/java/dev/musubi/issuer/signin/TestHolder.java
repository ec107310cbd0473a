package dev.musubi.issuer.signin;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The fixed holder of a conformance test: whoever enrolled first. Nobody, unless that mode is on. */
@Component
public class TestHolder {

    private final JdbcClient jdbc;
    private final SignInSettings settings;

    TestHolder(JdbcClient jdbc, SignInSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /** The holder, in that mode. */
    public Optional<UUID> find() {
        return settings.testHolder()
                ? jdbc.sql("select holder_id from holder order by created_at limit 1")
                        .query((row, n) -> row.getObject(1, UUID.class))
                        .optional()
                : Optional.empty();
    }
}
