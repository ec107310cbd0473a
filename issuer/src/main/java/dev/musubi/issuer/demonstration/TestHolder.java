package dev.musubi.issuer.demonstration;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.signin.FixedHolder;
import dev.musubi.issuer.signin.SignInSettings;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The fixed holder of a conformance test: whoever enrolled first. Nobody, unless that mode is on. */
@Component
final class TestHolder implements FixedHolder {

    private final JdbcClient jdbc;
    private final SignInSettings settings;

    TestHolder(JdbcClient jdbc, SignInSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    @Override
    public Optional<HolderId> find() {
        return settings.testHolder()
                ? jdbc.sql("select holder_id from holder order by created_at limit 1")
                        .query((row, n) -> HolderId.in(row, "holder_id"))
                        .optional()
                : Optional.empty();
    }
}
