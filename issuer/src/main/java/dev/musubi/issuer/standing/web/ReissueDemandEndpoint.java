package dev.musubi.issuer.standing.web;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.relyingparty.Acquaintances;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.OutwardView;
import dev.musubi.issuer.relyingparty.Own;
import dev.musubi.issuer.relyingparty.Pairwise;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.relyingparty.web.Caller;
import dev.musubi.issuer.standing.DemandId;
import dev.musubi.issuer.standing.HolderScreen;
import dev.musubi.issuer.standing.ReissueDemand;
import dev.musubi.issuer.standing.ReissueDemands;
import dev.musubi.issuer.standing.ReissueDemands.Outcome;
import dev.musubi.issuer.standing.RenewalView;
import dev.musubi.issuer.standing.RenewalViews;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/reissue-demands}: demand a re-issue, and see what became of it. */
@RestController
@RequestMapping("/v1/reissue-demands")
final class ReissueDemandEndpoint {

    private static final Duration LOOK_AGAIN = Duration.ofHours(1);

    private final Caller caller;
    private final PairwiseSubjects subjects;
    private final ReissueDemands demands;
    private final HolderScreen screen;
    private final Acquaintances acquaintances;
    private final RenewalViews renewals;
    private final PrivateIds privateIds;
    private final InstantSource clock;

    ReissueDemandEndpoint(
            Caller caller,
            PairwiseSubjects subjects,
            ReissueDemands demands,
            HolderScreen screen,
            Acquaintances acquaintances,
            RenewalViews renewals,
            PrivateIds privateIds,
            InstantSource clock) {
        this.caller = caller;
        this.subjects = subjects;
        this.demands = demands;
        this.screen = screen;
        this.acquaintances = acquaintances;
        this.renewals = renewals;
        this.privateIds = privateIds;
        this.clock = clock;
    }

    record Request(@Nullable String subject, @Nullable String returnUri) {}

    record View(
            Pairwise<String> demand,
            Coarse<ReissueDemand.State> state,
            Pairwise<URI> holderUri,
            Own<Instant> demandedAt,
            Own<Instant> expiresAt,
            @Nullable Coarse<LocalDate> fulfilledAt,
            @Nullable Pairwise<Integer> fulfilledBy,
            @Nullable RenewalView renewal)
            implements OutwardView {}

    @PostMapping
    ResponseEntity<View> demand(@RequestBody Request body, HttpServletRequest request) {
        RelyingParty party = caller.of(request);
        HolderId holderId = subjects.holderOf(body.subject() == null ? "" : body.subject(), party.sector())
                .orElseThrow(() -> new ProblemException(
                        404, "unknown_subject", "There is no such private ID, or not under this name for you."));
        return switch (demands.demand(holderId, party, returnUri(body.returnUri()))) {
            case Outcome.Open open ->
                answer(open.fresh() ? HttpStatus.CREATED : HttpStatus.OK, view(holderId, party, open.demand()));
            case Outcome.NotNeeded none ->
                throw new ProblemException(
                        409, "reissue_not_needed", "This private ID stands; there is nothing to demand.");
            case Outcome.Ended ended ->
                throw new ProblemException(
                        409, "private_id_ended", "This private ID has ended; establish the identity anew.");
            case Outcome.ReturnUriNotRegistered not -> throw notRegistered();
        };
    }

    @GetMapping("/{demand}")
    ResponseEntity<View> find(@PathVariable String demand, HttpServletRequest request) {
        RelyingParty party = caller.of(request);
        PairwiseSubjects.Referred<DemandId> found =
                subjects.dereference(demand, party.id(), DemandId::of).orElseThrow(ReissueDemandEndpoint::unknown);
        return demands.find(found.holder(), found.thing())
                .map(known -> answer(HttpStatus.OK, view(found.holder(), party, known)))
                .orElseThrow(ReissueDemandEndpoint::unknown);
    }

    /** While it is open, with the time after which to look again; a holder who came back is a reason to look before. */
    private static ResponseEntity<View> answer(HttpStatus status, View view) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        return (view.state().value() == ReissueDemand.State.OPEN
                        ? answer.header(HttpHeaders.RETRY_AFTER, Long.toString(LOOK_AGAIN.toSeconds()))
                        : answer)
                .body(view);
    }

    private View view(HolderId holderId, RelyingParty party, ReissueDemand demand) {
        Instant now = clock.instant();
        Pairwise<String> reference = subjects.reference(holderId, demand.demandId(), party.id());
        ReissueDemand.State state = demand.state(now);
        // A holder who ended a pause has nothing to do, and neither has whoever waits for it.
        boolean due = state == ReissueDemand.State.OPEN
                && privateIds.find(holderId).orElseThrow().state() != State.ACTIVE;
        Instant fulfilledAt = demand.fulfilledAt();
        Integer fulfilledBy = demand.fulfilledBy();
        return new View(
                reference,
                Coarse.word(state),
                screen.of(party.id(), reference),
                Own.time(demand.demandedAt()),
                Own.time(demand.expiresAt()),
                fulfilledAt == null ? null : Coarse.day(fulfilledAt),
                fulfilledBy == null
                        ? null
                        : acquaintances
                                .with(holderId, party.sector(), fulfilledBy, now)
                                .generation(fulfilledBy),
                due ? renewals.of(holderId, party, now).orElse(null) : null);
    }

    private static @Nullable URI returnUri(@Nullable String text) {
        try {
            return text == null ? null : URI.create(text);
        } catch (IllegalArgumentException e) {
            throw notRegistered();
        }
    }

    private static ProblemException notRegistered() {
        return new ProblemException(
                400,
                "return_uri_not_registered",
                "return_uri must be one of the addresses registered for you, exactly.");
    }

    private static ProblemException unknown() {
        return new ProblemException(404, "unknown_demand", "You have no such demand.");
    }
}
