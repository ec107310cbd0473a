package dev.musubi.demo;

import dev.musubi.relyingparty.RelyingParty;
import dev.musubi.relyingparty.SignalStreams;
import dev.musubi.relyingparty.spring.MusubiSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/** The bank's one stream of signals at the issuer, pushed to where the starter takes them. Its id is kept, and so is where it leads. */
final class SignalLine {

    /** How old it may be that the stream was last seen to deliver. */
    private static final Duration GOOD_FOR = Duration.ofMinutes(15);

    private static final Logger log = LoggerFactory.getLogger(SignalLine.class);

    private final Path file;
    private final Watches watches;
    private final ObjectProvider<RelyingParty> party;
    private final MusubiSettings settings;
    private final InstantSource clock;
    private volatile @Nullable Instant seen;

    SignalLine(
            Path file,
            Watches watches,
            ObjectProvider<RelyingParty> party,
            MusubiSettings settings,
            InstantSource clock) {
        this.file = file;
        this.watches = watches;
        this.party = party;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The stream's id, of one that delivers: it is made where there is none, or where the one there is leads elsewhere, and
     * enabled where it is paused, as when nobody took anything for hours. It may not have kept all that happened until then, so
     * everybody in it is put in anew, and asked about.
     */
    synchronized String open() throws IOException {
        URI here = URI.create(settings.origin() + "/musubi/signals");
        Optional<Map<String, Object>> kept = SubjectFiles.read(file);
        Optional<String> id = kept.map(each -> String.valueOf(each.get("stream_id")));
        SignalStreams streams = party.getObject().signals();
        Optional<SignalStreams.Status> status = id.isPresent() ? streams.status(id.get()) : Optional.empty();
        String open;
        if (status.isPresent() && here.toString().equals(kept.get().get("endpoint"))) {
            open = id.get();
            if (status.get() != SignalStreams.Status.ENABLED) {
                log.warn("watch.stream_did_not_deliver status={}", status.get());
                // Before it is enabled: whoever dies in between finds it as it was.
                beginAnew();
                streams.enable(open);
            }
        } else {
            if (status.isPresent()) {
                remove(id.get());
            }
            open = streams.pushed(here, Objects.requireNonNull(settings.signalsAuthorization()), Watched.KINDS)
                    .id();
            beginAnew();
            SubjectFiles.write(file, Map.of("stream_id", open, "endpoint", here.toString()));
        }
        seen = clock.instant();
        return open;
    }

    private void beginAnew() {
        watches.all().forEach(each -> watches.change(each.subject(), watched -> watched.inStream(false)));
    }

    /** Whether it was seen to deliver a while ago at the longest: else nobody knows what was not told. */
    boolean delivers() {
        Instant last = seen;
        return last != null && clock.instant().isBefore(last.plus(GOOD_FOR));
    }

    private void remove(String id) {
        try {
            party.getObject().signals().remove(id);
        } catch (IOException gone) {
            log.warn("watch.stream_not_removed failure={}", gone.getClass().getSimpleName());
        }
    }
}
