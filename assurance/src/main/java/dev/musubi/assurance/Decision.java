package dev.musubi.assurance;

import java.time.Instant;
import java.util.List;

/**
 * A decision, with its because.
 *
 * @param outcome accept, step up or refuse
 * @param because every rule that spoke, in the order they spoke
 * @param assurance what the means was worth
 * @param means the means
 * @param procedure the procedure's id
 * @param procedureVersion the version of its assessment
 * @param party what of the relying party made a difference
 * @param at the moment
 * @param edition the edition of the data
 * @param digest the digest of the data
 */
public record Decision(
        Outcome outcome,
        List<Reason> because,
        Assurance assurance,
        Means means,
        String procedure,
        String procedureVersion,
        RelyingPartyFacts party,
        Instant at,
        String edition,
        String digest) {

    /** Copies. */
    public Decision {
        because = List.copyOf(because);
    }

    /** What speaks against. */
    public List<Reason> against() {
        return because.stream()
                .filter(each -> each.verdict() == Reason.Verdict.AGAINST)
                .toList();
    }
}
