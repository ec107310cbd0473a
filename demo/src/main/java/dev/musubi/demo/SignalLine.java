package dev.musubi.demo;

import dev.musubi.relyingparty.RelyingParty;
import dev.musubi.relyingparty.SignalStreams;
import dev.musubi.relyingparty.spring.MusubiSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/** The bank's one stream of signals at the issuer, pushed to where the starter takes them. Its id is kept, and so is where it leads. */
final class SignalLine {

    private static final Logger log = LoggerFactory.getLogger(SignalLine.class);

    private final Path file;
    private final Watches watches;
    private final ObjectProvider<RelyingParty> party;
    private final MusubiSettings settings;
    private boolean enabled;

    SignalLine(Path file, Watches watches, ObjectProvider<RelyingParty> party, MusubiSettings settings) {
        this.file = file;
        this.watches = watches;
        this.party = party;
        this.settings = settings;
    }

    /** The stream's id; it is made where there is none, or where the one there is leads elsewhere. */
    synchronized String open() throws IOException {
        URI here = URI.create(settings.origin() + "/musubi/signals");
        Optional<Map<String, Object>> kept = SubjectFiles.read(file);
        Optional<String> id = kept.map(each -> String.valueOf(each.get("stream_id")));
        if (id.isPresent() && here.toString().equals(kept.get().get("endpoint"))) {
            if (!enabled) {
                // It is paused where nobody took anything for hours, as while this program did not run.
                party.getObject().signals().enable(id.get());
                enabled = true;
            }
            return id.get();
        }
        if (id.isPresent()) {
            remove(id.get());
        }
        SignalStreams.Stream made = party.getObject()
                .signals()
                .pushed(here, Objects.requireNonNull(settings.signalsAuthorization()), Watched.KINDS);
        watches.all().forEach(each -> watches.change(each.subject(), watched -> watched.inStream(false)));
        SubjectFiles.write(file, Map.of("stream_id", made.id(), "endpoint", here.toString()));
        enabled = true;
        return made.id();
    }

    private void remove(String id) {
        try {
            party.getObject().signals().remove(id);
        } catch (IOException gone) {
            log.warn("watch.stream_not_removed failure={}", gone.getClass().getSimpleName());
        }
    }
}
