package dev.musubi.issuer.holder;

import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.disclosure.Disclosures;
import dev.musubi.issuer.privateid.AttributeStore;
import dev.musubi.issuer.privateid.AttributesView;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.Todo;
import dev.musubi.issuer.refresh.RefreshTasks;
import dev.musubi.issuer.relyingparty.RelyingParties;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.standing.ReissueDemand;
import dev.musubi.issuer.standing.ReissueDemands;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
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

    private final Holder holder;
    private final PrivateIds privateIds;
    private final AttributeStore attributes;
    private final Vault vault;
    private final RefreshTasks refreshTasks;
    private final ReissueDemands demands;
    private final Disclosures disclosures;
    private final Consents consents;
    private final RelyingParties parties;
    private final AuditLog audit;
    private final InstantSource clock;

    HolderEndpoint(
            Holder holder,
            PrivateIds privateIds,
            AttributeStore attributes,
            Vault vault,
            RefreshTasks refreshTasks,
            ReissueDemands demands,
            Disclosures disclosures,
            Consents consents,
            RelyingParties parties,
            AuditLog audit,
            InstantSource clock) {
        this.holder = holder;
        this.privateIds = privateIds;
        this.attributes = attributes;
        this.vault = vault;
        this.refreshTasks = refreshTasks;
        this.demands = demands;
        this.disclosures = disclosures;
        this.consents = consents;
        this.parties = parties;
        this.audit = audit;
        this.clock = clock;
    }

    @GetMapping("/private-id")
    StateView state(HttpServletRequest request) {
        HolderId holderId = holder.of(request);
        PrivateId privateId = privateIds.find(holderId).orElseThrow();
        Generation generation = privateIds.generation(holderId);
        boolean waiting = refreshTasks.find(holderId).isPresent();
        Todo todo = Todo.of(privateId, waiting);
        Instant now = clock.instant();
        return new StateView(
                privateId.state(),
                privateId.cause(),
                privateId.since(),
                privateId.cause().japanese(),
                privateId.cause().english(),
                todo.japanese(),
                todo.english(),
                privateId.generation(),
                privateId.validUntil(),
                generation.source(),
                generation.sourceAsOf(),
                waiting,
                demands.of(holderId).stream()
                        .filter(demand -> demand.state(now) == ReissueDemand.State.OPEN)
                        .map(demand -> new StateView.Demand(
                                nameOf(demand.relyingPartyId()), demand.demandedAt(), demand.returnUri()))
                        .toList(),
                disclosures.of(holderId).stream()
                        .map(each -> new StateView.Known(
                                nameOf(each.relyingPartyId()), each.purpose(), each.items(), each.at()))
                        .toList(),
                consents.all(holderId).stream()
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
                        .toList());
    }

    @GetMapping("/attributes")
    AttributesView attributes(HttpServletRequest request) {
        HolderId holderId = holder.of(request);
        return AttributesView.of(
                attributes.get(
                        vault.of(holderId), privateIds.generation(holderId).attributes()),
                Disclosures.ITEMS);
    }

    @GetMapping("/history")
    List<AuditLog.Entry> history(HttpServletRequest request) {
        return audit.history(holder.of(request));
    }

    record Introduction(
            @Nullable String relyingParty,
            @Nullable String purpose,
            @Nullable List<String> items) {}

    @PostMapping("/disclosures")
    @ResponseStatus(HttpStatus.CREATED)
    Disclosures.Code allow(@RequestBody Introduction body, HttpServletRequest request) {
        HolderId holderId = holder.of(request);
        RelyingParty party = parties.find(body.relyingParty() == null ? "" : body.relyingParty())
                .orElseThrow(() -> new ProblemException(
                        404, "unknown_relying_party", "There is no such relying party.", "この利用先は登録されていません。", null));
        List<String> items = body.items();
        String purpose = body.purpose();
        if (items == null
                || items.isEmpty()
                || !Disclosures.ITEMS.containsAll(items)
                || Set.copyOf(items).size() != items.size()
                || purpose == null
                || purpose.isBlank()
                || purpose.length() > LONGEST_PURPOSE) {
            throw new ProblemException(
                    400,
                    "malformed_request",
                    "items names one or more of " + Disclosures.ITEMS + ", each once; purpose says what for.");
        }
        return disclosures
                .allow(holderId, party, purpose, items)
                .orElseThrow(() -> new ProblemException(
                        409,
                        "private_id_not_active",
                        "Your private ID is not active; see its state for what to do.",
                        "民間IDはいま利用できません。状態の画面をご覧ください。",
                        null));
    }

    private String nameOf(String relyingPartyId) {
        return parties.find(relyingPartyId).map(RelyingParty::name).orElse(relyingPartyId);
    }
}
