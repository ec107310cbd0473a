package dev.musubi.issuer.refresh;

import dev.musubi.issuer.anchor.AnchorId;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.privateid.PrivateIdChanged;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.State;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Which refreshes wait. A row appears in the transaction in which a private ID comes to need a re-issue while a consent
 * stands, and goes in the one in which it no longer does; so none is forgotten, whatever is killed when.
 */
@Component
public class RefreshTasks {

    private final WorkQueue queue;
    private final RefreshWork kind;
    private final Consents consents;
    private final PrivateIds privateIds;

    RefreshTasks(WorkQueue queue, RefreshSettings settings, Consents consents, PrivateIds privateIds) {
        this.queue = queue;
        this.kind = RefreshWork.by(settings);
        this.consents = consents;
        this.privateIds = privateIds;
    }

    /**
     * A refresh that waits.
     *
     * @param lastOutcome what J-LIS said last
     */
    public record Waiting(Instant dueAt, @Nullable String lastOutcome) {}

    RefreshWork kind() {
        return kind;
    }

    /** The holder's refresh, if one waits. */
    public Optional<Waiting> find(HolderId holderId) {
        return queue.find(kind, holderId.toString()).map(entry -> new Waiting(entry.dueAt(), entry.outcome()));
    }

    /** Whether it still waits, for the same anchor. */
    boolean waits(RefreshWork.Due due) {
        return queue.payload(kind, due.holderId().toString())
                .filter(due::equals)
                .isPresent();
    }

    @EventListener
    void on(PrivateIdChanged change) {
        HolderId holderId = change.holderId();
        if (change.to() == State.REISSUE_REQUIRED
                && consents.standing(holderId, Consent.Kind.LATEST_ATTRIBUTES, change.at())
                        .isPresent()) {
            AnchorId dead = privateIds.generation(holderId).anchorId();
            queue.put(kind, holderId.toString(), new RefreshWork.Due(holderId, dead), change.at());
        } else {
            drop(holderId);
        }
    }

    @EventListener
    void on(Consents.ConsentCancelled cancelled) {
        if (cancelled.kind() == Consent.Kind.LATEST_ATTRIBUTES
                && consents.standing(cancelled.holderId(), Consent.Kind.LATEST_ATTRIBUTES, cancelled.at())
                        .isEmpty()) {
            drop(cancelled.holderId());
        }
    }

    /** The refresh is done, or no longer wanted. Part of the caller's transaction. */
    void drop(HolderId holderId) {
        queue.drop(kind, holderId.toString());
    }
}
