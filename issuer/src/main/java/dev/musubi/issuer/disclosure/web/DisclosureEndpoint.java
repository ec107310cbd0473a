package dev.musubi.issuer.disclosure.web;

import dev.musubi.issuer.disclosure.Disclosures;
import dev.musubi.issuer.disclosure.Disclosures.Disclosed;
import dev.musubi.issuer.privateid.AttributesView;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.relyingparty.web.Caller;
import dev.musubi.issuer.standing.Standing;
import dev.musubi.issuer.standing.Standings;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /v1/disclosures}: a relying party redeems the code a holder brought. */
@RestController
final class DisclosureEndpoint {

    private final Caller caller;
    private final Disclosures disclosures;
    private final PairwiseSubjects subjects;
    private final Standings standings;

    DisclosureEndpoint(Caller caller, Disclosures disclosures, PairwiseSubjects subjects, Standings standings) {
        this.caller = caller;
        this.disclosures = disclosures;
        this.subjects = subjects;
        this.standings = standings;
    }

    record Request(@Nullable String code) {}

    record View(AttributesView attributes, Standing standing) {}

    @PostMapping("/v1/disclosures")
    View redeem(@RequestBody Request body, HttpServletRequest request) {
        RelyingParty party = caller.of(request);
        Disclosed disclosed = disclosures
                .redeem(party, body.code() == null ? "" : body.code())
                .orElseThrow(() -> new ProblemException(
                        400,
                        "code_refused",
                        "The code is not good: used, too old, or another's. Ask the holder for a new one."));
        String subject = subjects.of(disclosed.holderId(), party.sector());
        return new View(
                AttributesView.of(disclosed.attributes(), disclosed.items()),
                standings.of(disclosed.holderId(), subject, null));
    }
}
