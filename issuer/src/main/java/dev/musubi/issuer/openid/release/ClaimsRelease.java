package dev.musubi.issuer.openid.release;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import dev.musubi.assurance.Assurance;
import dev.musubi.issuer.disclosure.Disclosures;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.claims.ClaimsDemand;
import dev.musubi.issuer.openid.claims.StandingDemand;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.grant.Grant;
import dev.musubi.issuer.openid.grant.Grants;
import dev.musubi.issuer.openid.grant.SessionIds;
import dev.musubi.issuer.openid.keys.Signer;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.OutwardClaims;
import dev.musubi.issuer.relyingparty.Own;
import dev.musubi.issuer.relyingparty.Pairwise;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.standing.Standing;
import dev.musubi.issuer.standing.StandingView;
import dev.musubi.issuer.standing.StandingViews;
import dev.musubi.issuer.standing.Standings;
import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells a client what its grant lets it know: in ID tokens (OpenID Connect Core 1.0 section 2) and in userinfo (section
 * 5.3). Whatever is told was measured against the demand on standing at this very moment, not at the sign-in's, and is on
 * record for the holder.
 */
@Component
public class ClaimsRelease {

    private final ClaimsSource source;
    private final Standings standings;
    private final StandingViews views;
    private final PairwiseSubjects subjects;
    private final SessionIds sessionIds;
    private final Disclosures disclosures;
    private final Grants grants;
    private final AcrLevels levels;
    private final Signer signer;
    private final OpenIdSettings settings;
    private final MachineClock machine;

    ClaimsRelease(
            ClaimsSource source,
            Standings standings,
            StandingViews views,
            PairwiseSubjects subjects,
            SessionIds sessionIds,
            Disclosures disclosures,
            Grants grants,
            AcrLevels levels,
            Signer signer,
            OpenIdSettings settings,
            MachineClock machine) {
        this.source = source;
        this.standings = standings;
        this.views = views;
        this.subjects = subjects;
        this.sessionIds = sessionIds;
        this.disclosures = disclosures;
        this.grants = grants;
        this.levels = levels;
        this.signer = signer;
        this.settings = settings;
        this.machine = machine;
    }

    /** What keeps a grant from telling anything right now. */
    public record Unmet(StandingDemand.Unmet why, StandingDemand demand) {}

    /** The holder's name at this client. */
    public Pairwise<String> subject(Grant grant, OpenIdClient client) {
        return subjects.pairwise(grant.holderId(), client.party().sector());
    }

    /**
     * Has J-LIS asked where what is known is older than the grant demands. Not in a transaction: it may take seconds.
     *
     * @return whether the demand is met, for {@link #standing}
     */
    public boolean freshen(Grant grant) {
        return standings.freshen(grant.holderId(), maxAge(grant));
    }

    /**
     * The standing as it is known at this moment. In the caller's transaction on the holder.
     *
     * @param met what {@link #freshen} said
     */
    public Standing standing(Grant grant, OpenIdClient client, boolean met) {
        return standings.known(grant.holderId(), subject(grant, client).value(), maxAge(grant), met);
    }

    private static @Nullable Duration maxAge(Grant grant) {
        StandingDemand demand = grant.demand().standing();
        return demand.essential() ? demand.maxAge() : null;
    }

    /** Why nothing may be told; empty if all is well. */
    public Optional<Unmet> unmet(Grant grant, Standing standing) {
        StandingDemand demand = grant.demand().standing();
        return demand.unmet(standing).map(why -> new Unmet(why, demand));
    }

    /** An ID token. In the caller's transaction on the holder. */
    public String idToken(Grant grant, OpenIdClient client, Standing standing, String accessToken, boolean first) {
        JWSAlgorithm algorithm = client.metadata().getIDTokenJWSAlg();
        Instant now = machine.instant();
        OutwardClaims claims = new OutwardClaims()
                .with("iss", Coarse.fixed(settings.issuer().toString()))
                .with("sub", subject(grant, client))
                .with("aud", Own.of(client.id()))
                .with("iat", Own.numericDate(now))
                .with("exp", Own.numericDate(now.plus(settings.idTokenTerm())))
                .with("auth_time", grant.details().authTime())
                .with("acr", acr(grant))
                .with("sid", sessionIds.pairwise(grant.sessionId(), client.id()))
                .with(
                        "at_hash",
                        Own.of(AccessTokenHash.compute(new BearerAccessToken(accessToken), algorithm, null)
                                .getValue()));
        if (grant.demand().admits("amr", grant.details().amr())) {
            claims.with("amr", Coarse.fixed(grant.details().amr()));
        }
        String nonce = grant.details().nonce();
        if (first && nonce != null) {
            claims.with("nonce", Own.of(nonce));
        }
        claims.with(tell(grant, client, standing, ClaimsSource.Place.ID_TOKEN));
        return signer.forClient(
                client,
                signer.sign(algorithm, null, claims),
                client.metadata().getIDTokenJWEAlg(),
                client.metadata().getIDTokenJWEEnc());
    }

    /** The class of the sign-in as it is worth now. */
    public Coarse<String> acr(Grant grant) {
        List<String> asked = new ArrayList<>(grant.demand().acr());
        asked.addAll(grant.details().acrValues());
        return Coarse.workedOut(levels.acr(assurance(grant), grant.details().method(), asked));
    }

    private Assurance assurance(Grant grant) {
        return levels.of(
                grant.holderId(),
                grant.details().method(),
                Instant.ofEpochSecond(grant.details().told()));
    }

    /** The claims of userinfo. In the caller's transaction on the holder. */
    public OutwardClaims userInfo(Grant grant, OpenIdClient client, Standing standing) {
        return new OutwardClaims()
                .with("sub", subject(grant, client))
                .with(tell(grant, client, standing, ClaimsSource.Place.USERINFO));
    }

    /** Userinfo as a signed, and where wished encrypted, JWT (OpenID Connect Core 1.0 section 5.3.2). */
    public String signedUserInfo(OpenIdClient client, OutwardClaims claims) {
        JWSAlgorithm algorithm = client.metadata().getUserInfoJWSAlg() == null
                ? client.metadata().getIDTokenJWSAlg()
                : client.metadata().getUserInfoJWSAlg();
        OutwardClaims all = new OutwardClaims()
                .with("iss", Coarse.fixed(settings.issuer().toString()))
                .with("aud", Own.of(client.id()))
                .with(claims);
        return signer.forClient(
                client,
                signer.sign(algorithm, null, all),
                client.metadata().getUserInfoJWEAlg(),
                client.metadata().getUserInfoJWEEnc());
    }

    private OutwardClaims tell(Grant grant, OpenIdClient client, Standing standing, ClaimsSource.Place place) {
        StandingView view = views.of(grant.holderId(), client.party(), standing, maxAge(grant));
        ClaimsSource.Released told =
                source.claims(grant.holderId(), client.party(), grant.demand(), grant.items(), view, place);
        // Once for each generation of attributes: who refreshes a token every five minutes is told nothing new by it.
        if (told.attributes() && grant.consentId() != null && grants.disclosed(grant, standing.generation())) {
            disclosures.told(
                    grant.holderId(), client.party().id(), grant.details().purpose(), grant.items(), grant.consentId());
        }
        told.claims().with("status", view.statusList().status());
        ClaimsDemand demand = grant.demand();
        boolean wanted =
                (place == ClaimsSource.Place.ID_TOKEN ? demand.idToken() : demand.userInfo()).containsKey("assurance");
        return wanted
                ? told.claims()
                        .with("assurance", Coarse.workedOut(assurance(grant).claim()))
                : told.claims();
    }
}
