package dev.musubi.issuer.openid.release;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import dev.musubi.assurance.Assurance;
import dev.musubi.issuer.disclosure.Disclosures;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.claims.ClaimsDemand;
import dev.musubi.issuer.openid.claims.Item;
import dev.musubi.issuer.openid.claims.StandingDemand;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.grant.Grant;
import dev.musubi.issuer.openid.grant.Grants;
import dev.musubi.issuer.openid.grant.SessionIds;
import dev.musubi.issuer.openid.keys.Signer;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.standing.Standing;
import dev.musubi.issuer.standing.Standings;
import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private final ClaimsSource teller;
    private final Standings standings;
    private final PairwiseSubjects subjects;
    private final SessionIds sessionIds;
    private final Disclosures disclosures;
    private final Grants grants;
    private final AcrLevels levels;
    private final Signer signer;
    private final OpenIdSettings settings;
    private final MachineClock machine;

    ClaimsRelease(
            ClaimsSource teller,
            Standings standings,
            PairwiseSubjects subjects,
            SessionIds sessionIds,
            Disclosures disclosures,
            Grants grants,
            AcrLevels levels,
            Signer signer,
            OpenIdSettings settings,
            MachineClock machine) {
        this.teller = teller;
        this.standings = standings;
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

    /** What a grant asked for, as it was asked. */
    static ClaimsDemand demand(Grant grant) {
        return ClaimsDemand.of(grant.scope(), grant.details().claims());
    }

    /** The holder's name at this client. */
    public String subject(Grant grant, OpenIdClient client) {
        return subjects.of(grant.holderId(), client.party().sector());
    }

    /** Has J-LIS asked where what is known is older than the grant demands. Not in a transaction: it may take seconds. */
    public void freshen(Grant grant, OpenIdClient client) {
        standings.of(grant.holderId(), subject(grant, client), maxAge(grant));
    }

    /** The standing as it is known at this moment. In the caller's transaction on the holder. */
    public Standing standing(Grant grant, OpenIdClient client) {
        return standings.known(grant.holderId(), subject(grant, client), maxAge(grant));
    }

    private static @Nullable Duration maxAge(Grant grant) {
        StandingDemand demand = demand(grant).standing();
        return demand.essential() ? demand.maxAge() : null;
    }

    /** Why nothing may be told; empty if all is well. */
    public Optional<Unmet> unmet(Grant grant, Standing standing) {
        StandingDemand demand = demand(grant).standing();
        return demand.unmet(standing).map(why -> new Unmet(why, demand));
    }

    /** An ID token. In the caller's transaction on the holder. */
    public String idToken(Grant grant, OpenIdClient client, Standing standing, String accessToken, boolean first) {
        JWSAlgorithm algorithm = client.metadata().getIDTokenJWSAlg();
        Instant now = machine.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(settings.issuer().toString())
                .subject(subject(grant, client))
                .audience(client.id())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(settings.idTokenTerm())))
                .claim("auth_time", grant.details().authenticatedAt())
                .claim("acr", acr(grant))
                .claim("amr", grant.details().amr())
                .claim("sid", sessionIds.of(grant.sessionId(), client.id()))
                .claim(
                        "at_hash",
                        AccessTokenHash.compute(new BearerAccessToken(accessToken), algorithm, null)
                                .getValue());
        if (first && grant.details().nonce() != null) {
            claims.claim("nonce", grant.details().nonce());
        }
        tell(grant, client, standing, ClaimsSource.Place.ID_TOKEN).forEach(claims::claim);
        return signer.forClient(
                client,
                signer.sign(algorithm, null, claims.build()),
                client.metadata().getIDTokenJWEAlg(),
                client.metadata().getIDTokenJWEEnc());
    }

    /** The class of the sign-in as it is worth now. */
    public String acr(Grant grant) {
        List<String> asked = new ArrayList<>(demand(grant).acr());
        asked.addAll(grant.details().acrValues());
        return levels.acr(assurance(grant), grant.details().method(), asked);
    }

    private Assurance assurance(Grant grant) {
        return levels.of(
                grant.holderId(),
                grant.details().method(),
                Instant.ofEpochSecond(grant.details().authenticatedAt()));
    }

    /** The claims of userinfo. In the caller's transaction on the holder. */
    public Map<String, Object> userInfo(Grant grant, OpenIdClient client, Standing standing) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", subject(grant, client));
        claims.putAll(tell(grant, client, standing, ClaimsSource.Place.USERINFO));
        return claims;
    }

    /** Userinfo as a signed, and where wished encrypted, JWT (OpenID Connect Core 1.0 section 5.3.2). */
    public String signedUserInfo(OpenIdClient client, Map<String, Object> claims) {
        JWSAlgorithm algorithm = client.metadata().getUserInfoJWSAlg() == null
                ? client.metadata().getIDTokenJWSAlg()
                : client.metadata().getUserInfoJWSAlg();
        JWTClaimsSet.Builder builder =
                new JWTClaimsSet.Builder().issuer(settings.issuer().toString()).audience(client.id());
        claims.forEach(builder::claim);
        return signer.forClient(
                client,
                signer.sign(algorithm, null, builder.build()),
                client.metadata().getUserInfoJWEAlg(),
                client.metadata().getUserInfoJWEEnc());
    }

    private Map<String, Object> tell(Grant grant, OpenIdClient client, Standing standing, ClaimsSource.Place place) {
        ClaimsSource.Told told =
                teller.tell(grant.holderId(), client.party(), demand(grant), grant.items(), standing, place);
        // Once for each generation of attributes: who refreshes a token every five minutes is told nothing new by it.
        if (told.attributes() && grant.consentId() != null && grants.disclosed(grant, standing.generation())) {
            disclosures.told(
                    grant.holderId(),
                    client.party().id(),
                    grant.details().purpose(),
                    grant.items().stream().map(Item::name).toList(),
                    grant.consentId());
        }
        ClaimsDemand demand = demand(grant);
        boolean wanted =
                (place == ClaimsSource.Place.ID_TOKEN ? demand.idToken() : demand.userInfo()).containsKey("assurance");
        if (!wanted) {
            return told.claims();
        }
        Map<String, Object> withAssurance = new LinkedHashMap<>(told.claims());
        withAssurance.put("assurance", assurance(grant).claim());
        return withAssurance;
    }
}
