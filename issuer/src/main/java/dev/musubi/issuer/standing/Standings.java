package dev.musubi.issuer.standing;

import dev.musubi.issuer.anchor.Anchor;
import dev.musubi.issuer.anchor.AnchorState;
import dev.musubi.issuer.anchor.AnchorStatusSource;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.time.ClockWatch;
import dev.musubi.issuer.time.Freshness;
import dev.musubi.issuer.vault.ItemKind;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.revocation.CertificateStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells a relying party, at the moment of proofing, whether a private ID still stands on a live anchor.
 *
 * <p>An answer from the last sweep costs nothing; where the relying party asks for a fresher one, J-LIS is asked (OCSP)
 * and what it says is noted before anything is answered. If J-LIS cannot be reached the old answer is given with its
 * age, and marked as not fresh: whether that will do is the relying party's to decide.
 */
@Component
public class Standings {

    private final PairwiseSubjects subjects;
    private final PrivateIds privateIds;
    private final Anchors anchors;
    private final AnchorStatusSource statusSource;
    private final Vault vault;
    private final HolderTransactions holders;
    private final StandingSettings settings;
    private final ClockWatch watch;
    private final InstantSource clock;

    Standings(
            PairwiseSubjects subjects,
            PrivateIds privateIds,
            Anchors anchors,
            AnchorStatusSource statusSource,
            Vault vault,
            HolderTransactions holders,
            StandingSettings settings,
            ClockWatch watch,
            InstantSource clock) {
        this.subjects = subjects;
        this.privateIds = privateIds;
        this.anchors = anchors;
        this.statusSource = statusSource;
        this.vault = vault;
        this.holders = holders;
        this.settings = settings;
        this.watch = watch;
        this.clock = clock;
    }

    /**
     * The standing of a subject.
     *
     * @param maxAge how old the answer may be; null for the issuer's own measure
     * @return empty if the subject is nobody's name at this relying party
     */
    public Optional<Standing> of(RelyingParty party, String subject, @Nullable Duration maxAge) {
        return subjects.holderOf(subject, party.sector())
                .filter(holderId -> privateIds.find(holderId).isPresent())
                .map(holderId -> of(holderId, subject, maxAge));
    }

    /** The same, for a holder already found. */
    public Standing of(HolderId holderId, String subject, @Nullable Duration maxAge) {
        return known(holderId, subject, maxAge, freshen(holderId, maxAge));
    }

    /**
     * Has J-LIS asked where what is known is older than a demand. Not in a transaction: it may take seconds.
     *
     * @return whether the demand is met: by what was known, or because J-LIS has answered
     */
    public boolean freshen(HolderId holderId, @Nullable Duration maxAge) {
        Anchor anchor = anchors.current(holderId).orElseThrow();
        boolean over = privateIds.find(holderId).orElseThrow().state() == State.ENDED;
        if (maxAge == null || over || anchor.state() != AnchorState.GOOD) {
            return false;
        }
        return watch.freshness(anchor.asOf(), clock.instant(), wanted(maxAge)).isFresh() || askNow(holderId, anchor);
    }

    /**
     * The standing from what is known already: J-LIS is not asked, so this may be called in a transaction.
     *
     * @param met what {@link #freshen} said a moment ago. An answer of J-LIS meets the strictest demand, even if it took its
     *     time or some passed since; its silence meets none
     */
    public Standing known(HolderId holderId, String subject, @Nullable Duration maxAge, boolean met) {
        return answer(holderId, subject, met && KnownWithin.isStrict(maxAge) ? KnownWithin.STRICTEST : wanted(maxAge));
    }

    /** J-LIS is not asked about one certificate more often than by its floor, so nothing newer than that can be wanted. */
    private Duration wanted(@Nullable Duration maxAge) {
        Duration floor = statusSource.floor();
        if (KnownWithin.isStrict(maxAge)) {
            return floor;
        }
        Duration wanted = KnownWithin.bound(maxAge == null ? settings.maxAge() : maxAge, settings.maxAge());
        return wanted.compareTo(floor) < 0 ? floor : wanted;
    }

    /** Asks J-LIS and notes what it says; false if it said nothing. */
    private boolean askNow(HolderId holderId, Anchor anchor) {
        CertificateId certificate =
                CertificateId.decode(vault.of(holderId).get(ItemKind.CERTIFICATE, anchor.certificate()));
        CertificateStatus status = statusSource.ask(certificate);
        if (status instanceof CertificateStatus.Unknown) {
            return false;
        }
        holders.locking(holderId, () -> anchors.note(holderId, anchor.anchorId(), status, clock.instant()));
        return true;
    }

    private Standing answer(HolderId holderId, String subject, Duration wanted) {
        PrivateId privateId = privateIds.find(holderId).orElseThrow();
        Generation generation = privateIds.generation(holderId);
        Anchor anchor = anchors.current(holderId).orElseThrow();
        Instant now = clock.instant();
        // A state that does not rest on a good anchor is final until the holder acts: it is true now.
        boolean restsOnAnchor = privateId.state() == State.ACTIVE;
        Instant asOf = restsOnAnchor ? anchor.asOf() : now;
        Freshness freshness = restsOnAnchor ? watch.freshness(asOf, now, wanted) : Freshness.of(now, now, wanted);
        return new Standing(
                subject,
                privateId.state(),
                privateId.outwardSince(),
                privateId.generation(),
                generation.source(),
                generation.sourceAsOf(),
                asOf,
                freshness,
                privateId.validUntil(),
                switch (privateId.state()) {
                    case ACTIVE -> freshness.isFresh() ? Standing.Action.NONE : Standing.Action.DECIDE_BY_POLICY;
                    case REISSUE_REQUIRED, SUSPENDED -> Standing.Action.DEMAND_REISSUE;
                    case ENDED -> Standing.Action.REFUSE;
                });
    }
}
