package dev.musubi.issuer.holder;

import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.credential.AppTokens;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.disclosure.Disclosures;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.AttributeStore;
import dev.musubi.issuer.privateid.AttributesView;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.privateid.Todo;
import dev.musubi.issuer.refresh.RefreshTasks;
import dev.musubi.issuer.relyingparty.RelyingParties;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.signin.AppAccess;
import dev.musubi.issuer.standing.ReissueDemand;
import dev.musubi.issuer.standing.ReissueDemands;
import dev.musubi.issuer.standing.WayBack;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/holder}: what the holder's app shows, and introducing oneself to a relying party. */
@RestController
@RequestMapping("/v1/holder")
final class HolderEndpoint {

    private static final int LONGEST_PURPOSE = 200;

    private final AppAccess access;
    private final AppReading reading;
    private final PrivateIds privateIds;
    private final AttributeStore attributes;
    private final Vault vault;
    private final RefreshTasks refreshTasks;
    private final ReissueDemands demands;
    private final WayBack wayBack;
    private final Disclosures disclosures;
    private final Consents consents;
    private final RelyingParties parties;
    private final AuditLog audit;
    private final InstantSource clock;

    HolderEndpoint(
            AppAccess access,
            AppReading reading,
            PrivateIds privateIds,
            AttributeStore attributes,
            Vault vault,
            RefreshTasks refreshTasks,
            ReissueDemands demands,
            WayBack wayBack,
            Disclosures disclosures,
            Consents consents,
            RelyingParties parties,
            AuditLog audit,
            InstantSource clock) {
        this.access = access;
        this.reading = reading;
        this.privateIds = privateIds;
        this.attributes = attributes;
        this.vault = vault;
        this.refreshTasks = refreshTasks;
        this.demands = demands;
        this.wayBack = wayBack;
        this.disclosures = disclosures;
        this.consents = consents;
        this.parties = parties;
        this.audit = audit;
        this.clock = clock;
    }

    @GetMapping("/private-id")
    StateView state(HttpServletRequest request) {
        HolderId holderId = access.of(request).holderId();
        PrivateId privateId = privateIds.find(holderId).orElseThrow();
        Generation generation = privateIds.generation(holderId);
        boolean waiting = refreshTasks.find(holderId).isPresent();
        Todo todo = Todo.of(privateId, waiting);
        boolean ended = privateId.state() == State.ENDED;
        Instant now = clock.instant();
        return new StateView(
                privateId.state(),
                privateId.cause(),
                privateId.since(),
                privateId.cause().message().japanese(),
                privateId.cause().message().english(),
                todo.message().japanese(),
                todo.message().english(),
                privateId.generation(),
                privateId.validUntil(),
                generation.source(),
                generation.sourceAsOf(),
                waiting,
                // Whoever has an app of one that has ended is told that it has, and nothing of whom it was known to.
                ended ? List.of() : demands(holderId, now),
                ended ? List.of() : knownTo(holderId),
                ended ? List.of() : allowed(holderId, now));
    }

    private List<StateView.Demand> demands(HolderId holderId, Instant now) {
        return demands.of(holderId).stream()
                .filter(demand -> demand.state(now) == ReissueDemand.State.OPEN)
                .map(demand -> new StateView.Demand(
                        nameOf(demand.relyingPartyId()),
                        demand.demandedAt(),
                        wayBack.of(holderId, demand).orElse(null)))
                .toList();
    }

    private List<StateView.Known> knownTo(HolderId holderId) {
        return disclosures.of(holderId).stream()
                .map(each -> new StateView.Known(
                        nameOf(each.relyingPartyId()), each.purpose(), Attribute.names(each.items()), each.at()))
                .toList();
    }

    private List<StateView.Allowed> allowed(HolderId holderId, Instant now) {
        return consents.all(holderId).stream()
                .filter(consent -> consent.cancelledAt() == null
                        && consent.kind() != Consent.Kind.DISCLOSURE
                        && now.isBefore(consent.endsAt()))
                .map(consent -> new StateView.Allowed(
                        consent.consentId(),
                        consent.kind().name(),
                        consent.recipient(),
                        consent.purpose(),
                        consent.items(),
                        consent.endsAt()))
                .toList();
    }

    @GetMapping("/attributes")
    AttributesView attributes(HttpServletRequest request) {
        HolderId holderId = reading.of(request).holderId();
        return AttributesView.of(
                attributes.get(
                        vault.of(holderId), privateIds.generation(holderId).attributes()),
                EnumSet.allOf(Attribute.class));
    }

    @GetMapping("/history")
    List<AuditLog.Entry> history(HttpServletRequest request) {
        return audit.history(reading.of(request).holderId());
    }

    record Introduction(
            @Nullable String relyingParty,
            @Nullable String purpose,
            @Nullable List<String> items) {}

    @PostMapping("/disclosures")
    @ResponseStatus(HttpStatus.CREATED)
    Disclosures.Code allow(@RequestBody Introduction body, HttpServletRequest request) {
        // Whoever may tell others has to be there: a code carries attributes out.
        AppTokens.App app = access.fresh(request);
        RelyingParty party = parties.find(body.relyingParty() == null ? "" : body.relyingParty())
                .orElseThrow(() -> new ProblemException(
                        404,
                        "unknown_relying_party",
                        new Message("この利用先は登録されていません。", "There is no such relying party.")));
        List<String> items = body.items();
        String purpose = body.purpose();
        if (items == null
                || items.isEmpty()
                || Attribute.named(items).size() != items.size()
                || purpose == null
                || purpose.isBlank()
                || purpose.length() > LONGEST_PURPOSE) {
            throw new ProblemException(
                    400,
                    "malformed_request",
                    "items names one or more of " + EnumSet.allOf(Attribute.class)
                            + ", each once; purpose says what for.");
        }
        return access.orderFreshly(
                        app,
                        () -> disclosures.allow(
                                app.holderId(), app.credential().id(), party, purpose, Attribute.named(items)))
                .orElseThrow(() -> new ProblemException(
                        409,
                        "private_id_not_active",
                        new Message(
                                "民間IDはいま利用できません。状態の画面をご覧ください。",
                                "Your private ID is not active; see its state for what to do.")));
    }

    private String nameOf(String relyingPartyId) {
        return parties.find(relyingPartyId).map(RelyingParty::name).orElse(relyingPartyId);
    }
}
