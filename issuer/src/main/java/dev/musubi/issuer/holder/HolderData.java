package dev.musubi.issuer.holder;

import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.credential.CredentialView;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.disclosure.Disclosures;
import dev.musubi.issuer.notice.Channel;
import dev.musubi.issuer.notice.Channels;
import dev.musubi.issuer.notice.FurtherWays;
import dev.musubi.issuer.notice.Notice;
import dev.musubi.issuer.notice.Notices;
import dev.musubi.issuer.openid.Agreements;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.AttributeStore;
import dev.musubi.issuer.privateid.AttributesView;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.Vault;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Everything that is kept about a holder, gathered for that holder to take along. */
@Component
final class HolderData {

    private static final String FORMAT = "https://musubi.dev/holder-data";

    private final PrivateIds privateIds;
    private final AttributeStore attributes;
    private final Vault vault;
    private final Anchors anchors;
    private final Consents consents;
    private final Disclosures disclosures;
    private final Agreements agreements;
    private final Credentials credentials;
    private final Notices notices;
    private final Channels channels;
    private final FurtherWays furtherWays;
    private final AuditLog audit;
    private final Services services;
    private final InstantSource clock;
    private final MachineClock machine;

    HolderData(
            PrivateIds privateIds,
            AttributeStore attributes,
            Vault vault,
            Anchors anchors,
            Consents consents,
            Disclosures disclosures,
            Agreements agreements,
            Credentials credentials,
            Notices notices,
            Channels channels,
            FurtherWays furtherWays,
            AuditLog audit,
            Services services,
            InstantSource clock,
            MachineClock machine) {
        this.privateIds = privateIds;
        this.attributes = attributes;
        this.vault = vault;
        this.anchors = anchors;
        this.consents = consents;
        this.disclosures = disclosures;
        this.agreements = agreements;
        this.credentials = credentials;
        this.notices = notices;
        this.channels = channels;
        this.furtherWays = furtherWays;
        this.audit = audit;
        this.services = services;
        this.clock = clock;
        this.machine = machine;
    }

    /**
     * All of it.
     *
     * @param format what this is
     * @param version of the format; members may be added, and none changes its meaning
     * @param at when it was gathered
     */
    record Everything(
            String format,
            int version,
            Instant at,
            Standing privateId,
            AttributesView attributes,
            List<Issue> issues,
            List<Certificate> certificates,
            List<Allowed> consents,
            List<Told> disclosures,
            List<SignedIn> agreements,
            List<CredentialView> credentials,
            List<Notice> notices,
            List<Reached> noticeWays,
            List<AuditLog.Entry> history) {}

    /** Where notices go, or will once its holder has opened the mail; letters go to the address among the attributes. */
    record Reached(
            Channel.Way way, Channel.State state, @Nullable String address, Instant since) {}

    record Standing(State state, Cause cause, Instant since, int generation, Instant validUntil) {}

    record Issue(
            int generation,
            Generation.Source source,
            Instant sourceAsOf,
            Instant beganAt,
            @Nullable Instant endedAt) {}

    record Certificate(
            String kind,
            Instant establishedAt,
            @Nullable Instant releasedAt,
            Instant notAfter,
            String state,
            @Nullable String reason,
            @Nullable Instant revokedAt) {}

    record Allowed(
            String consent,
            Consent.Kind kind,
            String recipient,
            String recipientName,
            String purpose,
            List<String> items,
            Instant givenAt,
            Instant startsAt,
            Instant endsAt,
            @Nullable Instant cancelledAt) {}

    record Told(String relyingParty, String relyingPartyName, String purpose, List<String> items, Instant at) {}

    record SignedIn(String relyingParty, String relyingPartyName, Instant agreedAt) {}

    Everything of(HolderId holderId) {
        PrivateId privateId = privateIds.find(holderId).orElseThrow();
        Instant now = machine.instant();
        return new Everything(
                FORMAT,
                1,
                clock.instant(),
                new Standing(
                        privateId.state(),
                        privateId.cause(),
                        privateId.since(),
                        privateId.generation(),
                        privateId.validUntil()),
                AttributesView.of(
                        attributes.get(
                                vault.of(holderId),
                                privateIds.generation(holderId).attributes()),
                        EnumSet.allOf(Attribute.class)),
                privateIds.generations(holderId).stream().map(HolderData::issue).toList(),
                anchors.lives(holderId).stream().map(HolderData::certificate).toList(),
                consents.all(holderId).stream().map(this::allowed).toList(),
                disclosures.of(holderId).stream()
                        .map(each -> new Told(
                                each.relyingPartyId(),
                                services.nameOf(each.relyingPartyId()),
                                each.purpose(),
                                Attribute.names(each.items()),
                                each.at()))
                        .toList(),
                agreements.of(holderId).stream()
                        .map(each ->
                                new SignedIn(each.relyingPartyId(), services.nameOf(each.relyingPartyId()), each.at()))
                        .toList(),
                credentials.of(holderId).stream()
                        .map(each -> CredentialView.of(each, now, false))
                        .toList(),
                notices.of(holderId),
                channels.of(holderId).stream()
                        .filter(each ->
                                each.state() == Channel.State.CONFIRMED || each.state() == Channel.State.PENDING)
                        .map(each -> new Reached(each.way(), each.state(), address(holderId, each), each.since()))
                        .toList(),
                audit.history(holderId));
    }

    private @Nullable String address(HolderId holderId, Channel channel) {
        return switch (channel.way()) {
            case EMAIL -> channels.address(holderId, channel.id());
            case PUSH -> furtherWays.endpoint(holderId, channel.id());
            case LETTER -> null;
        };
    }

    private static Issue issue(Generation generation) {
        return new Issue(
                generation.number(),
                generation.source(),
                generation.sourceAsOf(),
                generation.beganAt(),
                generation.endedAt());
    }

    private static Certificate certificate(Anchors.Life life) {
        return new Certificate(
                life.anchor().kind().name(),
                life.establishedAt(),
                life.releasedAt(),
                life.anchor().notAfter(),
                life.anchor().state().name(),
                life.anchor().reason() == null ? null : life.anchor().reason().name(),
                life.anchor().revokedAt());
    }

    Allowed allowed(Consent consent) {
        return new Allowed(
                consent.consentId().toString(),
                consent.kind(),
                consent.recipient(),
                consent.kind() == Consent.Kind.DISCLOSURE || consent.kind() == Consent.Kind.MONITORING
                        ? services.nameOf(consent.recipient())
                        : consent.recipient(),
                consent.purpose(),
                consent.items(),
                consent.givenAt(),
                consent.startsAt(),
                consent.endsAt(),
                consent.cancelledAt());
    }
}
