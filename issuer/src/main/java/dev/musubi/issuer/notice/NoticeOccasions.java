package dev.musubi.issuer.notice;

import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.credential.CredentialMade;
import dev.musubi.issuer.credential.EarlierEnded;
import dev.musubi.issuer.credential.EarlierKept;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.disclosure.DisclosureCodeMade;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.PrivateIdChanged;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.standing.ReissueDemanded;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What gives occasion to a notice, in the transaction in which it happens. */
@Component
class NoticeOccasions {

    private static final Duration APART = Duration.ofDays(1);

    private final Notices notices;
    private final WorkQueue queue;
    private final InstantSource clock;

    NoticeOccasions(Notices notices, WorkQueue queue, InstantSource clock) {
        this.notices = notices;
        this.queue = queue;
        this.clock = clock;
    }

    @EventListener
    void on(CredentialMade made) {
        switch (made.kind()) {
            case APP -> added(made, Notice.Kind.APP_ADDED, made.label());
            case PASSKEY -> added(made, Notice.Kind.PASSKEY_ADDED, made.label());
            case CARD -> added(made, Notice.Kind.CARD_ADDED, "");
            case SESSION -> {}
        }
    }

    private void added(CredentialMade made, Notice.Kind kind, String about) {
        notices.send(made.holderId(), kind, about, made.id().toString());
    }

    @EventListener
    void on(EarlierEnded ended) {
        // Also where somebody else had the holder sign: nothing else would leave the house.
        notices.send(ended.holderId(), Notice.Kind.EARLIER_ENDED, Integer.toString(ended.count()), now());
    }

    @EventListener
    void on(EarlierKept kept) {
        notices.tell(kept.holderId(), Notice.Kind.KEPT, Integer.toString(kept.count()));
    }

    @EventListener
    void on(DisclosureCodeMade made) {
        notices.send(made.holderId(), Notice.Kind.DISCLOSURE_CODE_MADE, made.relyingParty(), now());
    }

    @EventListener
    void on(ReissueDemanded demanded) {
        // Two that wait are one errand to the holder.
        if (notices.sentSince(
                demanded.holderId(),
                Notice.Kind.REISSUE_DEMANDED,
                clock.instant().minus(APART))) {
            notices.tell(demanded.holderId(), Notice.Kind.REISSUE_DEMANDED, "");
        } else {
            notices.send(
                    demanded.holderId(),
                    Notice.Kind.REISSUE_DEMANDED,
                    "",
                    demanded.demandId().toString());
        }
    }

    @EventListener
    void on(PrivateIdChanged change) {
        HolderId holderId = change.holderId();
        if (change.cause() == Cause.RESUMED) {
            notices.send(holderId, Notice.Kind.RESUMED, "", now());
        } else if (change.cause() == Cause.WITHDRAWN) {
            notices.tell(holderId, Notice.Kind.WITHDRAWN, "");
        } else if (change.cause() == Cause.REFRESHED) {
            notices.send(holderId, Notice.Kind.REFRESHED, "", Integer.toString(change.generation()));
        } else if (change.to() == State.REISSUE_REQUIRED || change.cause() == Cause.KEY_IN_DOUBT) {
            notices.send(holderId, Notice.Kind.REISSUE_REQUIRED, "", StillSo.moment(change.at()));
        }
        if (change.to() == State.ENDED) {
            queue.drop(CalendarWork.KIND, holderId.toString());
        } else {
            look(holderId, change.at());
        }
    }

    @EventListener
    void on(Consents.ConsentPending given) {
        look(given.holderId(), given.at());
    }

    private String now() {
        return StillSo.moment(clock.instant());
    }

    /** Other dates than before: the calendar is looked at anew. */
    private void look(HolderId holderId, Instant at) {
        queue.put(CalendarWork.KIND, holderId.toString(), holderId, at);
    }
}
