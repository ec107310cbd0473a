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

    private static final int ANYBODY = Integer.MAX_VALUE;
    // A year more than the law asks: whoever has turned so old this year or not is the same to us.
    private static final int GROWN_UP = 19;

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
        return somebody(ANYBODY);
    }

    /** The same, of age by a date of birth that is known in full: whom relying parties take over the net. */
    public Optional<HolderApp> grownUp() {
        int thisYear = Integer.parseInt(sandbox.clock().text("now").substring(0, 4));
        return somebody(thisYear - GROWN_UP);
    }

    private Optional<HolderApp> somebody(int bornUntil) {
        for (int index = index(); ; index++) {
            Reply page = sandbox.residents(index, 1);
            JsonNode found = page.body().path("residents").path(0);
            if (found.isMissingNode()) {
                return Optional.empty();
            }
            remember(index + 1);
            String id = found.path("id").asString();
            if (canEnrol(id, bornUntil)) {
                return Optional.of(new HolderApp(platform.holdersUri(), platform.serverCertificate(), sandbox, id));
            }
        }
    }

    private boolean canEnrol(String id, int bornUntil) {
        Reply resident = sandbox.resident(id);
        if (!resident.text("residence").equals("RESIDENT") || !isBornUntil(resident.text("dateOfBirth"), bornUntil)) {
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

    /** By the year in a date of birth as certificates write it: a digit for the era, then year, month and day. */
    private static boolean isBornUntil(String dateOfBirth, int year) {
        return year == ANYBODY
                || (dateOfBirth.matches("[0-9]{5}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
                        && Integer.parseInt(dateOfBirth.substring(1, 5)) > 0
                        && Integer.parseInt(dateOfBirth.substring(1, 5)) <= year);
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
