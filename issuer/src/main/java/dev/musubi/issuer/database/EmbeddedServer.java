package dev.musubi.issuer.database;

import dev.musubi.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL while the issuer runs on it; nothing where the issuer is given another. */
final class EmbeddedServer implements AutoCloseable {

    private final @Nullable EmbeddedPostgres server;

    EmbeddedServer(DatabaseConfiguration.Settings settings, boolean needed) {
        try {
            server = needed ? EmbeddedPostgres.start(settings.folder(), settings.binaries()) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Empty where the issuer was given another database. */
    Optional<EmbeddedPostgres> running() {
        return Optional.ofNullable(server);
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
