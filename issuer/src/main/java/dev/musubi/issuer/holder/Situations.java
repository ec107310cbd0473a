package dev.musubi.issuer.holder;

import dev.musubi.issuer.anchor.Anchor;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.holder.Situation.Action;
import dev.musubi.issuer.message.Moment;
import dev.musubi.issuer.privateid.AttributeStore;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.refresh.RefreshTasks;
import dev.musubi.issuer.standing.Standings;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.jpki.attributes.Agreement;
import dev.musubi.jpki.attributes.AttributeComparison;
import dev.musubi.jpki.attributes.FourAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Works out what a holder is told first: of all that is so, what matters most to somebody who looks at it now. */
@Component
final class Situations {

    /** How long before a term ends its holder is told: a certificate can be renewed from three months before. */
    private static final Duration AHEAD = Duration.ofDays(90);

    /** How long what has changed is told. */
    private static final Duration NEWS = Duration.ofDays(30);

    private final PrivateIds privateIds;
    private final Anchors anchors;
    private final AttributeStore attributes;
    private final Vault vault;
    private final RefreshTasks refreshTasks;
    private final Consents consents;
    private final Standings standings;
    private final InstantSource clock;

    Situations(
            PrivateIds privateIds,
            Anchors anchors,
            AttributeStore attributes,
            Vault vault,
            RefreshTasks refreshTasks,
            Consents consents,
            Standings standings,
            InstantSource clock) {
        this.privateIds = privateIds;
        this.anchors = anchors;
        this.attributes = attributes;
        this.vault = vault;
        this.refreshTasks = refreshTasks;
        this.consents = consents;
        this.standings = standings;
        this.clock = clock;
    }

    Situation of(PrivateId privateId) {
        return switch (privateId.lifeState()) {
            case ACTIVE -> active(privateId);
            case REISSUE_REQUIRED -> gone(privateId);
            case PAUSED -> Situation.attention("situation.paused", "situation.todo.resume", Action.RESUME);
            case KEY_DOUBTED -> Situation.attention("situation.lost", "situation.todo.replace", Action.REISSUE);
            case ENDED -> ended(privateId);
        };
    }

    /** When the certificate will stop working, as far as anybody can know it now: its term, or the day its holder leaves. */
    Optional<Instant> worksUntil(HolderId holderId) {
        return anchors.current(holderId)
                .map(Anchor::notAfter)
                .map(end -> leaving(holderId).filter(end::isAfter).orElse(end));
    }

    private Situation active(PrivateId privateId) {
        HolderId holderId = privateId.holderId();
        Instant now = clock.instant();
        Instant end = anchors.current(holderId).map(Anchor::notAfter).orElse(privateId.validUntil());
        Optional<Instant> leaving = leaving(holderId);
        if (leaving.isPresent()) {
            return Situation.attention(
                    "situation.abroad", "situation.todo.abroad", Action.NONE, new Moment(leaving.get()));
        }
        if (end.isBefore(now.plus(AHEAD))) {
            boolean byItself = consents.standing(holderId, Consent.Kind.LATEST_ATTRIBUTES, now)
                    .isPresent();
            return byItself
                    ? Situation.attention(
                            "situation.expires", "situation.todo.renew-only", Action.NONE, new Moment(end))
                    : Situation.attention("situation.expires", "situation.todo.renew", Action.REISSUE, new Moment(end));
        }
        if (privateId.validUntil().isBefore(now.plus(AHEAD))) {
            return Situation.attention(
                    "situation.id-expires",
                    "situation.todo.prolong",
                    Action.REISSUE,
                    new Moment(privateId.validUntil()));
        }
        if (!standings.known(holderId, "", null, false).fresh()) {
            return Situation.attention("situation.unconfirmed", "situation.todo.unconfirmed", Action.NONE);
        }
        return privateId.since().isAfter(now.minus(NEWS)) ? news(privateId) : Situation.good("situation.fine");
    }

    /** What has just changed, and by whom. */
    private Situation news(PrivateId privateId) {
        boolean byItself = privateId.cause() == Cause.REFRESHED;
        if (!byItself && privateId.cause() != Cause.REISSUED) {
            return Situation.good("situation.fine");
        }
        List<Generation> generations = privateIds.generations(privateId.holderId());
        if (generations.size() < 2) {
            return Situation.good("situation.fine");
        }
        Vault.Sealer sealer = vault.of(privateId.holderId());
        FourAttributes now = attributes.get(sealer, generations.getLast().attributes());
        FourAttributes before =
                attributes.get(sealer, generations.get(generations.size() - 2).attributes());
        AttributeComparison compared = now.compareWith(before);
        boolean moved = compared.address() == Agreement.DIFFERENT;
        boolean renamed = compared.name() == Agreement.DIFFERENT;
        if (moved && !renamed) {
            return Situation.good(byItself ? "situation.moved.refreshed" : "situation.moved.reissued");
        }
        if (renamed && !moved) {
            return Situation.good(byItself ? "situation.renamed.refreshed" : "situation.renamed.reissued");
        }
        return Situation.good(byItself ? "situation.refreshed" : "situation.reissued");
    }

    /** The certificate is gone. Who has agreed to updates has to wait, and can sign instead. */
    private Situation gone(PrivateId privateId) {
        boolean waits = refreshTasks.find(privateId.holderId()).isPresent();
        String now = switch (privateId.cause()) {
            case ANCHOR_CONTENT_CHANGED -> "situation.changed";
            case ANCHOR_SUPERSEDED -> "situation.renewed";
            case ANCHOR_EXPIRED -> "situation.expired";
            default -> "situation.revoked";
        };
        if (waits) {
            return Situation.attention(now, "situation.todo.wait", Action.NONE);
        }
        String todo = switch (privateId.cause()) {
            case ANCHOR_SUPERSEDED -> "situation.todo.sign";
            case ANCHOR_EXPIRED -> "situation.todo.renew-expired";
            default -> "situation.todo.fetch";
        };
        return Situation.attention(now, todo, Action.REISSUE);
    }

    private static Situation ended(PrivateId privateId) {
        return switch (privateId.cause()) {
            case ID_EXPIRED -> Situation.over("situation.id-expired", "situation.todo.apply", Action.APPLY);
            case WITHDRAWN -> Situation.over("situation.withdrawn", "situation.todo.apply", Action.APPLY);
            // After a death nobody is told to do anything.
            default -> Situation.over("situation.ended", "situation.todo.nothing", Action.NONE);
        };
    }

    /** The day on which its holder leaves the country, where the address says it and it lies ahead. */
    private Optional<Instant> leaving(HolderId holderId) {
        Generation generation = privateIds.generation(holderId);
        return LeavingDay.of(attributes
                        .get(vault.of(holderId), generation.attributes())
                        .address()
                        .value())
                .filter(day -> day.isAfter(clock.instant()));
    }
}
