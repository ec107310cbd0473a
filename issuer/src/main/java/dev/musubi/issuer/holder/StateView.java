package dev.musubi.issuer.holder;

import dev.musubi.issuer.consent.ConsentId;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.State;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the holder's app shows: the state, why, and what to do, in one sentence each, before a form fails.
 *
 * @param state the state
 * @param cause why
 * @param since since when
 * @param message why it is so, in Japanese
 * @param messageEn the same in English
 * @param todo what to do, in Japanese
 * @param todoEn the same in English
 * @param generation the present generation
 * @param validUntil the end of the private ID's own term
 * @param attributesSource where its attributes come from
 * @param attributesAsOf when they were true by that source's word
 * @param refreshWaiting true while a consented refresh waits for a new certificate
 * @param demands relying parties that wait for a re-issue
 * @param knownTo relying parties that know attributes
 * @param consents what was allowed and is still in force or still to come
 */
record StateView(
        State state,
        Cause cause,
        Instant since,
        String message,
        String messageEn,
        String todo,
        String todoEn,
        int generation,
        Instant validUntil,
        Generation.Source attributesSource,
        Instant attributesAsOf,
        boolean refreshWaiting,
        List<Demand> demands,
        List<Known> knownTo,
        List<Allowed> consents) {

    record Demand(
            String relyingParty,
            Instant demandedAt,
            @Nullable URI returnUri) {}

    record Known(String relyingParty, String purpose, List<String> items, Instant at) {}

    record Allowed(
            ConsentId consent, String kind, String recipient, String purpose, List<String> items, Instant endsAt) {}
}
