package dev.musubi.issuer.standing;

import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.OutwardClaims;
import dev.musubi.issuer.relyingparty.OutwardView;
import dev.musubi.issuer.relyingparty.Pairwise;
import dev.musubi.issuer.status.StatusReference;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Standing} as it leaves the issuer. Nothing in it is finer than a day in Japan, unless it is this relying party's
 * alone.
 *
 * @param subject the holder's name in this sector
 * @param state the state
 * @param since the day it came into that state, and none before the first contact
 * @param generation counted from the first contact, which is 1; it grows with each re-issue
 * @param attributesSource where its attributes come from
 * @param attributesAsOf the day they were true by that source's word
 * @param asOf the state is known for this moment or a later one
 * @param ageSeconds how long before the answer that is
 * @param fresh whether that is as recent as was asked for
 * @param validUntil the day the private ID's own term ends, told a year ahead and no further
 * @param action what a relying party can do about it
 * @param statusList where it can be looked up later, asking nobody
 * @param renewal when it is best issued anew; null while there is nothing to do
 * @param monitoredUntil the day on which the holder's agreement ends that this relying party is told what becomes of it; null
 *     where there is none (any more)
 */
public record StandingView(
        Pairwise<String> subject,
        Coarse<State> state,
        Coarse<LocalDate> since,
        Pairwise<Integer> generation,
        Coarse<Generation.Source> attributesSource,
        Coarse<LocalDate> attributesAsOf,
        Coarse<Instant> asOf,
        Coarse<Long> ageSeconds,
        Coarse<Boolean> fresh,
        Coarse<LocalDate> validUntil,
        Coarse<Standing.Action> action,
        StatusReference statusList,
        @Nullable RenewalView renewal,
        @Nullable Coarse<LocalDate> monitoredUntil)
        implements OutwardView {

    /** The claim {@code standing}. */
    public OutwardClaims claim() {
        return new OutwardClaims()
                .with("state", state)
                .with("as_of", asOf)
                .with("fresh", fresh)
                .with("generation", generation)
                .with("attributes_source", attributesSource)
                .with("attributes_as_of", attributesAsOf)
                .with("status_list", statusList.statusList());
    }
}
