package dev.musubi.issuer.standing;

import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.relyingparty.Acquaintance;
import dev.musubi.issuer.relyingparty.Acquaintances;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.status.StatusReferences;
import dev.musubi.issuer.time.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns what is known of a private ID into what one relying party is told of it. */
@Component
public class StandingViews {

    /** Longer than any private ID's life: while a clock is wrong, no nearer bound is certain. */
    private static final Duration NOBODY_KNOWS = Duration.ofDays(3650);

    private final Standings standings;
    private final PairwiseSubjects subjects;
    private final Acquaintances acquaintances;
    private final StatusReferences references;
    private final RenewalViews renewals;
    private final Consents consents;
    private final StandingSettings settings;
    private final InstantSource clock;

    StandingViews(
            Standings standings,
            PairwiseSubjects subjects,
            Acquaintances acquaintances,
            StatusReferences references,
            RenewalViews renewals,
            Consents consents,
            StandingSettings settings,
            InstantSource clock) {
        this.standings = standings;
        this.subjects = subjects;
        this.acquaintances = acquaintances;
        this.references = references;
        this.renewals = renewals;
        this.consents = consents;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The standing of a subject, asked by a relying party.
     *
     * @param maxAge how old the answer may be; null for the issuer's own measure
     * @return empty if the subject is nobody's name at this relying party
     */
    public Optional<StandingView> of(RelyingParty party, String subject, @Nullable Duration maxAge) {
        return standings
                .of(party, subject, maxAge)
                .flatMap(standing -> subjects.holderOf(subject, party.sector())
                        .map(holderId -> of(holderId, party, standing, maxAge)));
    }

    /**
     * A standing for a relying party.
     *
     * @param maxAge the age that was demanded when {@code standing} was found out; null for none
     */
    public StandingView of(HolderId holderId, RelyingParty party, Standing standing, @Nullable Duration maxAge) {
        Instant now = clock.instant();
        Acquaintance known = acquaintances.with(holderId, party.sector(), standing.generation(), now);
        Duration told = told(standing, maxAge);
        boolean fresh = isFresh(standing, told, maxAge);
        return new StandingView(
                subjects.pairwise(holderId, party.sector()),
                Coarse.word(standing.state()),
                known.dayOf(standing.since()),
                known.generation(standing.generation()),
                Coarse.word(standing.attributesSource()),
                Coarse.day(standing.attributesAsOf()),
                Coarse.before(now, told),
                Coarse.seconds(told),
                Coarse.flag(fresh),
                Coarse.dayUntil(aYearFrom(now), standing.validUntil()),
                Coarse.word(
                        switch (standing.state()) {
                            case ACTIVE -> fresh ? Standing.Action.NONE : Standing.Action.DECIDE_BY_POLICY;
                            case REISSUE_REQUIRED, SUSPENDED -> Standing.Action.DEMAND_REISSUE;
                            case ENDED -> Standing.Action.REFUSE;
                        }),
                references.of(holderId, party.sector(), standing.generation()),
                renewals.of(holderId, party, now).orElse(null),
                monitoredUntil(holderId, party, now));
    }

    /**
     * A relying party that the holder lets be told of changes learns here that this is over: the list of whom a stream tells
     * of says nothing, and whoever agreed once would be taken for somebody who still does.
     */
    private @Nullable Coarse<LocalDate> monitoredUntil(HolderId holderId, RelyingParty party, Instant now) {
        return consents.inForce(holderId, Consent.Kind.MONITORING, party.id(), now).stream()
                .map(Consent::endsAt)
                .max(Comparator.naturalOrder())
                .map(Coarse::day)
                .orElse(null);
    }

    /** A strict demand is met by an answer of J-LIS itself, a wider one by what is told. */
    private boolean isFresh(Standing standing, Duration told, @Nullable Duration maxAge) {
        // While a clock is in doubt, no demand is wide enough.
        if (standing.freshness() instanceof Freshness.Unknown) {
            return false;
        }
        if (KnownWithin.isStrict(maxAge)) {
            return standing.freshness().isFresh() && told.compareTo(KnownWithin.STRICTEST) <= 0;
        }
        return told.compareTo(maxAge == null ? settings.maxAge() : maxAge) <= 0;
    }

    /** The age of a standing as a relying party may know it: for whoever decides by it and says why. */
    public Duration told(Standing standing, @Nullable Duration maxAge) {
        // What does not rest on an anchor is known now.
        if (standing.state() != State.ACTIVE) {
            return KnownWithin.told(Duration.ZERO, maxAge == null ? settings.maxAge() : maxAge, settings.maxAge());
        }
        Duration age = standing.age().map(known -> known.plusNanos(1)).orElse(NOBODY_KNOWS);
        return KnownWithin.told(age, maxAge == null ? settings.maxAge() : maxAge, settings.maxAge());
    }

    private static Instant aYearFrom(Instant now) {
        return ZonedDateTime.ofInstant(now, Coarse.JAPAN).plusYears(1).toInstant();
    }
}
