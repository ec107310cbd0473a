package dev.musubi.app.demo;

import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Reply;
import dev.musubi.app.client.Sandbox;
import dev.musubi.app.process.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Finds residents to play: living here, with a live signature certificate on the card, and not played before in this
 * data folder, so that the demonstration can be played again and again.
 */
public final class Cast {

    private final Platform platform;
    private final Sandbox sandbox;
    private final Path next;

    /** Of a platform's sandbox. */
    public Cast(Platform platform, Sandbox sandbox) {
        this.platform = platform;
        this.sandbox = sandbox;
        this.next = platform.data().resolve("next-resident");
    }

    /** A resident nobody has played yet; empty when all have been. */
    public Optional<HolderApp> somebody() {
        for (int index = index(); ; index++) {
            Reply page = sandbox.residents(index, 1);
            JsonNode found = page.body().path("residents").path(0);
            if (found.isMissingNode()) {
                return Optional.empty();
            }
            remember(index + 1);
            String id = found.path("id").asString();
            if (canEnrol(id)) {
                return Optional.of(new HolderApp(platform.holdersUri(), platform.serverCertificate(), sandbox, id));
            }
        }
    }

    private boolean canEnrol(String id) {
        Reply resident = sandbox.resident(id);
        if (!resident.text("residence").equals("RESIDENT")) {
            return false;
        }
        for (JsonNode certificate : resident.body().path("certificates")) {
            if (certificate.path("kind").asString().equals("CARD_SIGNATURE")
                    && certificate.path("state").asString().equals("LIVE")) {
                return true;
            }
        }
        return false;
    }

    private int index() {
        try {
            return Files.exists(next) ? Integer.parseInt(Files.readString(next).strip()) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void remember(int index) {
        try {
            Files.writeString(next, Integer.toString(index));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
