package dev.musubi.issuer.notice;

import dev.musubi.issuer.anchor.Anchor;
import dev.musubi.issuer.anchor.AnchorState;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.ConsentId;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.privateid.LifeState;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.standing.DemandId;
import dev.musubi.issuer.standing.ReissueDemand;
import dev.musubi.issuer.standing.ReissueDemands;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Whether what a notice says is still so. Between its occasion and its sending lie quiet hours, and servers that are away: a
 * private ID that has been issued again meanwhile needs no re-issue any more, and one that has ended, be it by its holder's
 * death, is told nothing at all.
 */
@Component
class StillSo {

    private final PrivateIds privateIds;
    private final Anchors anchors;
    private final Consents consents;
    private final ReissueDemands demands;
    private final InstantSource clock;

    StillSo(PrivateIds privateIds, Anchors anchors, Consents consents, ReissueDemands demands, InstantSource clock) {
        this.privateIds = privateIds;
        this.anchors = anchors;
        this.consents = consents;
        this.demands = demands;
        this.clock = clock;
    }

    /** A moment as a notice's subject names it. */
    static String moment(Instant at) {
        return Long.toString(Sql.time(at).toInstant().toEpochMilli());
    }

    /** Whether it may still be told. */
    boolean holds(HolderId holderId, Notices.Kept kept) {
        Optional<PrivateId> found = privateIds.find(holderId);
        String subject = kept.subject();
        if (found.isEmpty() || found.get().lifeState() == LifeState.ENDED || subject == null) {
            return false;
        }
        PrivateId privateId = found.get();
        return switch (kept.notice().kind()) {
            case APP_ADDED,
                    PASSKEY_ADDED,
                    CARD_ADDED,
                    DISCLOSURE_CODE_MADE,
                    RESUMED,
                    EARLIER_ENDED,
                    EMAIL_CHANGED,
                    EMAIL_REMOVED,
                    WAY_ADDED,
                    WAY_ENDED -> true;
            case REISSUE_REQUIRED ->
                needsReissue(privateId) && moment(privateId.since()).equals(subject);
            case REFRESHED ->
                privateId.lifeState() == LifeState.ACTIVE
                        && Integer.toString(privateId.generation()).equals(subject);
            case REISSUE_DEMANDED -> needsReissue(privateId) && isOpen(holderId, subject);
            case CONSENT_REMINDER -> stands(holderId, subject);
            case CERTIFICATE_ENDS ->
                privateId.lifeState() == LifeState.ACTIVE
                        && anchors.current(holderId)
                                .filter(anchor -> anchor.state() == AnchorState.GOOD)
                                .map(Anchor::notAfter)
                                .filter(end -> comes(end, subject))
                                .isPresent();
            case ID_ENDS -> comes(privateId.validUntil(), subject);
            case WITHDRAWN, ERASED, KEPT -> false;
        };
    }

    private static boolean needsReissue(PrivateId privateId) {
        return privateId.lifeState() == LifeState.REISSUE_REQUIRED || privateId.lifeState() == LifeState.KEY_DOUBTED;
    }

    private boolean isOpen(HolderId holderId, String subject) {
        return DatabaseId.sent(subject, DemandId::of)
                .flatMap(id -> demands.find(holderId, id))
                .filter(demand -> demand.state(clock.instant()) == ReissueDemand.State.OPEN)
                .isPresent();
    }

    private boolean stands(HolderId holderId, String subject) {
        return DatabaseId.sent(subject.split(" ", 2)[0], ConsentId::of)
                .flatMap(id -> consents.find(holderId, id))
                .filter(consent -> consent.kind() == Consent.Kind.LATEST_ATTRIBUTES && consent.inForce(clock.instant()))
                .isPresent();
    }

    /** The end that was meant, still to come, and not so near by now that the next reminder says it better. */
    private boolean comes(Instant end, String subject) {
        Optional<Ending> ending = Ending.parse(subject);
        return ending.isPresent()
                && ending.get().end().equals(moment(end))
                && clock.instant().isBefore(Ending.due(end, ending.get().next()));
    }
}
