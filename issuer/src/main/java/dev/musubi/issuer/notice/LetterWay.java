package dev.musubi.issuer.notice;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The way by letter, if an operator named a folder from which somebody prints and posts them. */
@Component
public class LetterWay {

    private static final Logger log = LoggerFactory.getLogger(LetterWay.class);

    private final @Nullable LetterFolder folder;
    private final ZoneId zone;
    private final InstantSource clock;

    LetterWay(NoticeSettings settings, InstantSource clock) {
        Path named = settings.letters().folder();
        this.folder = named == null ? null : new LetterFolder(named);
        this.zone = settings.zone();
        this.clock = clock;
    }

    /** Whether there is such a way. */
    public boolean isOffered() {
        return folder != null;
    }

    /** Lays a letter there for the post. */
    Carried lay(String name, byte[] pdf) {
        if (folder == null) {
            throw new IllegalStateException("there is no such way");
        }
        try {
            folder.lay(name, pdf, LocalDate.ofInstant(clock.instant(), zone));
            return new Carried.Taken();
        } catch (IOException e) {
            log.error("letters.not_written failure={}", e.getClass().getName());
            return new Carried.Failed("disk");
        }
    }
}
