package dev.musubi.issuer.holder;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.disclosure.Disclosures;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.message.Moment;
import dev.musubi.issuer.openid.Agreements;
import dev.musubi.issuer.openid.LastingAccess;
import dev.musubi.issuer.openid.Purposes;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.relyingparty.RelyingParties;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.standing.ReissueDemand;
import dev.musubi.issuer.standing.ReissueDemands;
import dev.musubi.issuer.standing.WayBack;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The relying parties that know a holder, and what still works at each. */
@Component
final class Services {

    private static final int MOST_TOLD = 20;

    private final RelyingParties parties;
    private final PrivateIds privateIds;
    private final Situations situations;
    private final Disclosures disclosures;
    private final Agreements agreements;
    private final LastingAccess lastingAccess;
    private final ReissueDemands demands;
    private final WayBack wayBack;
    private final Purposes purposes;
    private final InstantSource clock;

    Services(
            RelyingParties parties,
            PrivateIds privateIds,
            Situations situations,
            Disclosures disclosures,
            Agreements agreements,
            LastingAccess lastingAccess,
            ReissueDemands demands,
            WayBack wayBack,
            Purposes purposes,
            InstantSource clock) {
        this.parties = parties;
        this.privateIds = privateIds;
        this.situations = situations;
        this.disclosures = disclosures;
        this.agreements = agreements;
        this.lastingAccess = lastingAccess;
        this.demands = demands;
        this.wayBack = wayBack;
        this.purposes = purposes;
        this.clock = clock;
    }

    /** Whether it works there. */
    public enum Works {
        /** Yes, until a day that is known. */
        NOW,
        /** It asks for a re-issue, and waits for it until a day. */
        DEMANDS,
        /** Not for proofing, which the law holds it to; a sign-in may. */
        NOT_FOR_PROOFING,
        /** That is for it to say. */
        PERHAPS,
        /** Not while the private ID is paused, or the card lost. */
        NOT_NOW,
        /** Not any more. */
        NO_MORE
    }

    /** A disclosure. */
    record Told(Message purpose, Collection<Attribute> items, Moment at) {}

    /**
     * A relying party.
     *
     * @param works whether the private ID works there
     * @param until what that ends on; null where it has no end that is known
     * @param told what it was told, the latest first
     * @param lasting whether it may look things up after the holder signed out
     */
    record Service(
            String id, Message name, Works works, @Nullable Moment until, List<Told> told, boolean lasting) {}

    /**
     * A relying party that waits, or has waited, for a re-issue.
     *
     * @param to where it wants the holder to come back to; null where it said nothing
     */
    record Waiting(Message name, boolean done, @Nullable String to, Moment until) {}

    List<Service> of(HolderId holderId) {
        PrivateId privateId = privateIds.find(holderId).orElseThrow();
        Map<String, List<Told>> told = disclosures.of(holderId).stream()
                .collect(Collectors.groupingBy(
                        Disclosures.Recorded::relyingPartyId,
                        Collectors.mapping(
                                each -> new Told(
                                        purposes.words(each.relyingPartyId(), each.purpose()),
                                        each.items(),
                                        new Moment(each.at())),
                                Collectors.toList())));
        Set<String> lasting = Set.copyOf(lastingAccess.lasting(holderId));
        Map<String, ReissueDemand> open = demands.of(holderId).stream()
                .filter(each -> each.state(clock.instant()) == ReissueDemand.State.OPEN)
                .collect(Collectors.toMap(ReissueDemand::relyingPartyId, Function.identity(), (one, other) -> one));
        Set<String> known = new LinkedHashSet<>(open.keySet());
        agreements.of(holderId).forEach(each -> known.add(each.relyingPartyId()));
        known.addAll(told.keySet());
        known.addAll(lasting);
        Instant end = situations
                .worksUntil(holderId)
                .filter(privateId.validUntil()::isAfter)
                .orElse(privateId.validUntil());
        return known.stream()
                .map(each -> service(
                        each,
                        works(privateId, parties.find(each), open.containsKey(each)),
                        Optional.ofNullable(open.get(each))
                                .map(ReissueDemand::expiresAt)
                                .orElse(end),
                        told.getOrDefault(each, List.of()),
                        lasting.contains(each)))
                .toList();
    }

    private Service service(String id, Works works, Instant end, List<Told> told, boolean lasting) {
        boolean hasEnd = works == Works.NOW || works == Works.DEMANDS;
        return new Service(
                id,
                titleOf(id),
                works,
                hasEnd ? new Moment(end) : null,
                told.stream().limit(MOST_TOLD).toList(),
                lasting);
    }

    private static Works works(PrivateId privateId, Optional<RelyingParty> party, boolean demands) {
        return switch (privateId.state()) {
            case ACTIVE -> Works.NOW;
            case REISSUE_REQUIRED ->
                demands
                        ? Works.DEMANDS
                        : party.filter(each -> each.law() != RelyingParty.Law.NONE)
                                        .isPresent()
                                ? Works.NOT_FOR_PROOFING
                                : Works.PERHAPS;
            case SUSPENDED -> Works.NOT_NOW;
            case ENDED -> Works.NO_MORE;
        };
    }

    /** Who waits for a re-issue, or got it since {@code since}. */
    List<Waiting> waiting(HolderId holderId, Instant since) {
        return demands.of(holderId).stream()
                .filter(each -> each.state(clock.instant()) == ReissueDemand.State.OPEN
                        || (each.fulfilledAt() != null && each.fulfilledAt().isAfter(since)))
                .map(each -> new Waiting(
                        titleOf(each.relyingPartyId()),
                        each.fulfilledAt() != null,
                        wayBack.of(holderId, each).map(URI::toString).orElse(null),
                        new Moment(each.expiresAt())))
                .toList();
    }

    /** What it asked for attributes for, as holders read it. */
    Message purposeOf(String relyingPartyId, String purpose) {
        return purposes.words(relyingPartyId, purpose);
    }

    /** How holders know it. */
    Message titleOf(String relyingPartyId) {
        return parties.find(relyingPartyId)
                .map(RelyingParty::title)
                .orElse(new Message(relyingPartyId, relyingPartyId));
    }

    /** The same as it was registered, for what is in no language of a page. */
    String nameOf(String relyingPartyId) {
        return titleOf(relyingPartyId).japanese();
    }
}
