package dev.musubi.issuer.signals;

import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.Consents.ConsentCancelled;
import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.credential.CredentialEnded;
import dev.musubi.issuer.credential.CredentialMade;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.openid.grant.Grants;
import dev.musubi.issuer.privateid.AttributeStore;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.PrivateIdChanged;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.signin.BrowserSessions;
import dev.musubi.issuer.signin.SessionEnded;
import dev.musubi.issuer.signin.SessionId;
import dev.musubi.issuer.vault.Vault;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Notes what is to be told of what happens, in the transaction in which it happens. It comes before all others who listen:
 * they end consents and grants with it, and what happened while those stood is told.
 */
@Component
class SignalNotices {

    private final Telling telling;
    private final Subjects subjects;
    private final Grants grants;
    private final BrowserSessions sessions;
    private final PrivateIds privateIds;
    private final AttributeStore attributes;
    private final Vault vault;
    private final InstantSource clock;

    SignalNotices(
            Telling telling,
            Subjects subjects,
            Grants grants,
            BrowserSessions sessions,
            PrivateIds privateIds,
            AttributeStore attributes,
            Vault vault,
            InstantSource clock) {
        this.telling = telling;
        this.subjects = subjects;
        this.grants = grants;
        this.sessions = sessions;
        this.privateIds = privateIds;
        this.attributes = attributes;
        this.vault = vault;
        this.clock = clock;
    }

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void on(PrivateIdChanged change) {
        boolean anew = change.cause() == Cause.REISSUED || change.cause() == Cause.REFRESHED;
        telling.tell(
                change.holderId(),
                change.at(),
                stream -> subjects.isAgreed(change.holderId(), stream),
                () -> WhatIsTold.of(change.from(), change.to(), anew, () -> attributesChanged(change.holderId())));
    }

    /** Whether the present generation says anything else of its holder than the one before. */
    private boolean attributesChanged(HolderId holderId) {
        List<Generation> all = privateIds.generations(holderId);
        Vault.Sealer sealer = vault.of(holderId);
        return !attributes
                .get(sealer, all.get(all.size() - 1).attributes())
                .equals(attributes.get(sealer, all.get(all.size() - 2).attributes()));
    }

    /** The holder gave the private ID up and has everything erased: whoever was told of the end is told of that. */
    @EventListener
    void on(Vault.Erased erased) {
        HolderId holderId = erased.holderId();
        privateIds
                .find(holderId)
                .filter(each -> each.state() == State.ENDED)
                .ifPresent(ended -> telling.tell(
                        holderId,
                        ended.since(),
                        stream -> subjects.wasAgreedUntil(holderId, stream, ended.since()),
                        () -> List.of(Signal.of(EventType.ACCOUNT_PURGED))));
    }

    @EventListener
    void on(CredentialMade made) {
        tellOf(made.holderId(), WhatIsTold.of(made.kind(), true));
    }

    /** That a private ID which ended lets nobody in is told by its end. */
    @EventListener
    void on(CredentialEnded ended) {
        if (ended.why() != Credential.Why.ID_ENDED) {
            tellOf(ended.holderId(), WhatIsTold.of(ended.kind(), false));
        }
    }

    private void tellOf(HolderId holderId, Optional<Signal> what) {
        what.ifPresent(signal -> telling.tell(
                holderId, clock.instant(), stream -> subjects.isAgreed(holderId, stream), () -> List.of(signal)));
    }

    /**
     * A relying party is told that all of a holder's sessions with it are over, and so only where this is so: what a holder
     * does in one browser is told by Back-Channel Logout. The other relying parties know nothing of the session.
     */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void on(SessionEnded ended) {
        HolderId holderId = ended.holderId();
        if (!isOver(holderId)) {
            telling.tell(
                    holderId,
                    clock.instant(),
                    stream -> wasLast(ended, stream.relyingPartyId()) && subjects.isAgreed(holderId, stream),
                    () -> List.of(Signal.of(EventType.SESSION_REVOKED)));
        }
    }

    private boolean wasLast(SessionEnded ended, String relyingPartyId) {
        List<SessionId> all = grants.sessionsWith(ended.holderId(), relyingPartyId);
        return all.contains(ended.sessionId())
                && all.stream()
                        .filter(each -> !each.equals(ended.sessionId()))
                        .noneMatch(each -> sessions.find(ended.holderId(), each).isPresent());
    }

    /** The holder wants no more told: what waits is not told either, unless the private ID ended, and the consent with it. */
    @EventListener
    void on(ConsentCancelled cancelled) {
        if (cancelled.kind() == Consent.Kind.MONITORING && !isOver(cancelled.holderId())) {
            telling.stop(cancelled.holderId());
        }
    }

    private boolean isOver(HolderId holderId) {
        return privateIds
                .find(holderId)
                .filter(each -> each.state() == State.ENDED)
                .isPresent();
    }
}
