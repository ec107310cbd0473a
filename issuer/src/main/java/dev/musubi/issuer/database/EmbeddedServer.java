package dev.musubi.issuer.database;

import dev.musubi.issuer.database.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    EmbeddedPostgres running() {
        if (server == null) {
            throw new IllegalStateException("the issuer was given a database, so the embedded one does not run");
        }
        return server;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
