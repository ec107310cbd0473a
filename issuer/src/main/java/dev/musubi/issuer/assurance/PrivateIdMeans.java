package dev.musubi.issuer.assurance;

import dev.musubi.assurance.Means;
import dev.musubi.assurance.catalogue.MeansState;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.standing.Standing;
import dev.musubi.issuer.standing.StandingViews;
import dev.musubi.issuer.standing.Standings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A holder's private ID as a means of identification, as it is now. Only what a relying party may know goes in: the state
 * of the private ID, never that of the certificate behind it, nor whether that is on a card or a smartphone (公的個人認証法
 * 52条1項). And it goes in as coarsely as that relying party may know it, in days and bounds: the decision says why, and its
 * record is told.
 */
@Component
public class PrivateIdMeans {

    private final Standings standings;
    private final StandingViews views;
    private final PrivateIds privateIds;
    private final List<AuthenticationSource> authentications;
    private final InstantSource clock;

    PrivateIdMeans(
            Standings standings,
            StandingViews views,
            PrivateIds privateIds,
            List<AuthenticationSource> authentications,
            InstantSource clock) {
        this.standings = standings;
        this.views = views;
        this.clock = clock;
        this.privateIds = privateIds;
        this.authentications = List.copyOf(authentications);
    }

    /**
     * The means, with the latest authentication at a relying party.
     *
     * @param maxAge how old the check of the state may be; null for the issuer's own measure
     */
    public Means of(HolderId holderId, RelyingParty party, @Nullable Duration maxAge) {
        Means means = of(holderId, maxAge);
        Optional<AuthenticationSource.Authentication> latest = authentications.stream()
                .flatMap(each -> each.latest(holderId, party).stream())
                .max(Comparator.comparing(AuthenticationSource.Authentication::at));
        return latest.map(each ->
                        means.authenticated(each.authenticator(), each.at()).presented(each.presentation()))
                .orElse(means);
    }

    /** Has J-LIS asked where the check of the state is older than {@code maxAge}. Not in a transaction. */
    public void freshen(HolderId holderId, Duration maxAge) {
        standings.freshen(holderId, maxAge);
    }

    /** The means without any authentication: for whoever authenticates the holder and adds that. */
    public Means of(HolderId holderId) {
        return of(holderId, (Duration) null);
    }

    private Means of(HolderId holderId, @Nullable Duration maxAge) {
        Standing standing = standings.known(holderId, "-", maxAge, false);
        return Means.of("private-id")
                .in(
                        switch (standing.state()) {
                            case ACTIVE -> MeansState.STANDS;
                            case REISSUE_REQUIRED -> MeansState.REISSUE_REQUIRED;
                            case SUSPENDED -> MeansState.SUSPENDED;
                            case ENDED -> MeansState.ENDED;
                        })
                .checked(Coarse.before(clock.instant(), views.told(standing, maxAge))
                        .value())
                .proofed(signedAt(holderId))
                .attributes(
                        switch (standing.attributesSource()) {
                            case SIGNATURE_CERTIFICATE -> "signature-certificate";
                            case J_LIS -> "register";
                        },
                        Coarse.beginning(standing.attributesAsOf()));
    }

    private @Nullable Instant signedAt(HolderId holderId) {
        return privateIds.generations(holderId).stream()
                .filter(each -> each.source() == Generation.Source.SIGNATURE_CERTIFICATE)
                .map(Generation::beganAt)
                .max(Comparator.naturalOrder())
                .map(Coarse::beginning)
                .orElse(null);
    }
}
