package dev.musubi.issuer.status;

import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Publishes lists by the clock. */
@Component
class StatusTick {

    private final StatusPublisher publisher;
    private final Places places;
    private final StatusFolder folder;

    StatusTick(StatusPublisher publisher, Places places, StatusFolder folder) {
        this.publisher = publisher;
        this.places = places;
        this.folder = folder;
    }

    /** Before anybody is told a place: a list that is opened meanwhile takes a second connection while all others may be waiting. */
    @EventListener(ApplicationStartedEvent.class)
    void begin() {
        publisher.stopWhatWasSetBack();
        places.openAhead();
    }

    @Scheduled(fixedDelayString = "${musubi.status.tick:PT2S}", initialDelayString = "${musubi.status.tick:PT2S}")
    void tick() {
        places.openAhead();
        publisher.due();
        places.leaveWhatIsStopped();
        folder.write();
    }
}
