package dev.musubi.relyingparty;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.musubi.relyingparty.NotSignedIn.Refused.Fault;
import dev.musubi.relyingparty.law.Law;
import dev.musubi.relyingparty.person.VerifiedPerson;
import dev.musubi.relyingparty.standing.Freshness;
import dev.musubi.relyingparty.standing.Standing;
import dev.musubi.relyingparty.standing.StandingRequirement;
import dev.musubi.relyingparty.standing.Unmet;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in from the pushed request to userinfo (OpenID Connect Core 1.0 section 3.1, FAPI 2.0 Security Profile section
 * 5.3.3): whatever comes back is held against what was sent.
 */
final class SignInFlow {

    private static final Duration LONGEST = Duration.ofHours(1);

    private final Provider provider;
    private final Endpoint endpoint;
    private final Tokens tokens;
    private final String clientId;
    private final URI redirectUri;
    private final Law law;
    private final boolean boundByKey;
    private final SteadyClock clock;

    SignInFlow(
            Provider provider,
            Endpoint endpoint,
            Tokens tokens,
            String clientId,
            URI redirectUri,
            Law law,
            boolean boundByKey,
            SteadyClock clock) {
        this.provider = provider;
        this.endpoint = endpoint;
        this.tokens = tokens;
        this.clientId = clientId;
        this.redirectUri = redirectUri;
        this.law = law;
        this.boundByKey = boundByKey;
        this.clock = clock;
    }

    SignInStart.Ready begin(Demand demand) throws NotSignedInException {
        Instant now = sure();
        Provider.Known known = provider.known();
        String state = random();
        String nonce = random();
        CodeVerifier verifier = new CodeVerifier();
        ClientKey proofKey = boundByKey ? ClientKey.fresh() : null;
        Map<String, String> request = new LinkedHashMap<>();
        request.put("response_type", "code");
        request.put("redirect_uri", redirectUri.toString());
        request.put("scope", demand.monitoring() ? "openid monitoring" : "openid");
        request.put("state", state);
        request.put("nonce", nonce);
        request.put(
                "code_challenge",
                CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue());
        request.put("code_challenge_method", "S256");
        if (proofKey != null) {
            request.put("dpop_jkt", proofKey.thumbprint());
        }
        ask(demand, request);
        Transport.Answer answer = endpoint.post(known.pushedRequests(), request, null);
        String reference = Json.text(Json.parse(answer.body()), "request_uri");
        if (answer.status() != 201 || reference == null) {
            throw refusedBy(answer);
        }
        URI location = URI.create(known.authorization()
                + (known.authorization().getRawQuery() == null ? "?" : "&")
                + Transport.form(Map.of("client_id", clientId, "request_uri", reference)));
        return new SignInStart.Ready(
                location,
                new PendingSignIn(
                        state, nonce, verifier.getValue(), proofKey == null ? null : proofKey.json(), demand, now));
    }

    /** The time; nothing begins or ends while that is not known. */
    private Instant sure() throws NotSignedInException {
        Optional<Instant> now = clock.reliable();
        if (now.isEmpty()) {
            throw NotSignedInException.clockSetBack();
        }
        return now.get();
    }

    private void ask(Demand demand, Map<String, String> request) {
        ClaimsRequest.of(demand, law.trustFramework()).ifPresent(claims -> request.put("claims", claims));
        switch (demand.mode()) {
            case SILENT -> request.put("prompt", "none");
            case SIGN_IN_ANEW -> request.put("prompt", "login");
            case ASK_CONSENT_ANEW -> request.put("prompt", "consent");
            case AS_NEEDED -> {}
        }
        if (demand.maxAge() != null) {
            request.put("max_age", Long.toString(demand.maxAge().toSeconds()));
        }
        if (!demand.acrValues().isEmpty()) {
            request.put("acr_values", String.join(" ", demand.acrValues()));
        }
        if (!demand.locales().isEmpty()) {
            request.put("ui_locales", String.join(" ", demand.locales()));
        }
        if (demand.idTokenHint() != null) {
            request.put("id_token_hint", demand.idTokenHint());
        }
    }

    SignedIn finish(PendingSignIn pending, Map<String, List<String>> parameters) throws NotSignedInException {
        if (!same(pending.state(), one(parameters, "state"))) {
            throw NotSignedInException.refused(Fault.STATE);
        }
        if (!provider.issuer().toString().equals(one(parameters, "iss"))) {
            throw NotSignedInException.refused(Fault.ISSUER);
        }
        String error = one(parameters, "error");
        if (error != null) {
            throw new NotSignedInException(Errors.of(error, one(parameters, "error_description")));
        }
        if (!(Freshness.of(pending.begunAt(), sure(), LONGEST, clock.skew()) instanceof Freshness.Fresh)) {
            throw NotSignedInException.refused(Fault.EXPIRED);
        }
        String code = one(parameters, "code");
        if (code == null) {
            throw NotSignedInException.refused(Fault.MALFORMED);
        }
        return redeem(pending, code);
    }

    private SignedIn redeem(PendingSignIn pending, String code) throws NotSignedInException {
        ClientKey proofKey = proofKey(pending);
        Transport.Answer answer = endpoint.post(
                provider.known().token(),
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        redirectUri.toString(),
                        "code_verifier",
                        pending.codeVerifier()),
                proofKey);
        Map<String, Object> given = Json.parse(answer.body());
        if (answer.status() != 200) {
            throw "invalid_grant".equals(given.get("error"))
                    ? NotSignedInException.refused(Fault.CODE)
                    : refusedBy(answer);
        }
        String accessToken = Json.text(given, "access_token");
        String idToken = Json.text(given, "id_token");
        String type = Json.text(given, "token_type");
        if (accessToken == null || idToken == null || !(boundByKey ? "DPoP" : "Bearer").equalsIgnoreCase(type)) {
            throw NotSignedInException.refused(Fault.MALFORMED);
        }
        Instant now = sure();
        JWTClaimsSet claims = tokens.idToken(idToken, pending, accessToken, now);
        Standing standing = standing(pending.demand().standing(), claims, now);
        VerifiedPerson person = person(pending.demand(), claims.getSubject(), accessToken, proofKey);
        return signedIn(claims, idToken, standing, person, now, Json.hasWord(given, "scope", "monitoring"));
    }

    private @Nullable Standing standing(@Nullable StandingRequirement requirement, JWTClaimsSet claims, Instant now)
            throws NotSignedInException {
        if (requirement == null) {
            return StandingReader.read(claims.getClaim("standing"), now, clock.skew())
                    .orElse(null);
        }
        // The provider has measured it already. It is measured again, so that a provider that passes over the demand
        // lets nobody in.
        Standing standing = StandingReader.read(claims.getClaim("standing"), now, clock.skew())
                .orElseThrow(() -> new NotSignedInException(new NotSignedIn.StandingNotMet(Unmet.UNSPECIFIED)));
        Optional<Unmet> unmet =
                requirement.unmetBy(standing).or(() -> requirement.contradictedBy(standing, now, clock.skew()));
        if (unmet.isPresent()) {
            throw new NotSignedInException(new NotSignedIn.StandingNotMet(unmet.get()));
        }
        return standing;
    }

    private @Nullable VerifiedPerson person(
            Demand demand, String subject, String accessToken, @Nullable ClientKey proofKey)
            throws NotSignedInException {
        if (demand.essential().isEmpty() && demand.wished().isEmpty()) {
            return null;
        }
        Transport.Answer answer = endpoint.get(provider.known().userInfo(), accessToken, proofKey);
        if (answer.status() != 200) {
            throw refusedBy(answer);
        }
        boolean signed = answer.header("Content-Type").orElse("").startsWith("application/jwt");
        Map<String, Object> told = signed ? tokens.userInfo(answer.body()).getClaims() : Json.parse(answer.body());
        // OpenID Connect Core 1.0 section 5.3.2: nothing is believed that is about somebody else.
        if (!subject.equals(told.get("sub"))) {
            throw NotSignedInException.refused(Fault.SUBJECT);
        }
        VerifiedPerson person = PersonReader.read(
                        told.get("verified_claims"),
                        law.trustFramework(),
                        clock.latest().plus(clock.skew()))
                .orElse(null);
        Set<Item> missing = PersonReader.missing(person, demand.essential());
        if (!missing.isEmpty()) {
            throw new NotSignedInException(new NotSignedIn.AttributesMissing(missing));
        }
        return person;
    }

    private static SignedIn signedIn(
            JWTClaimsSet claims,
            String idToken,
            @Nullable Standing standing,
            @Nullable VerifiedPerson person,
            Instant now,
            boolean monitored)
            throws NotSignedInException {
        try {
            List<String> amr = claims.getStringListClaim("amr");
            Date authenticatedAt = claims.getDateClaim("auth_time");
            return new SignedIn(
                    claims.getSubject(),
                    person,
                    standing,
                    new SignedIn.Authentication(
                            claims.getStringClaim("acr"),
                            amr == null ? List.of() : amr,
                            authenticatedAt == null ? null : authenticatedAt.toInstant()),
                    claims.getStringClaim("sid"),
                    idToken,
                    StatusReferences.in(claims),
                    now,
                    monitored);
        } catch (ParseException malformed) {
            throw NotSignedInException.refused(Fault.TOKEN_MALFORMED);
        }
    }

    private @Nullable ClientKey proofKey(PendingSignIn pending) throws NotSignedInException {
        String kept = pending.dpopKey();
        if (!boundByKey || kept == null) {
            return null;
        }
        try {
            return ClientKey.parse(kept);
        } catch (ParseException malformed) {
            throw NotSignedInException.refused(Fault.STATE);
        }
    }

    /** An error the provider answered directly, in the body or in the challenge. */
    private static NotSignedInException refusedBy(Transport.Answer answer) {
        Map<String, Object> body = Json.parse(answer.body());
        String error = Json.text(body, "error");
        return error == null
                ? NotSignedInException.unreachable(Trouble.status(answer.status()))
                : new NotSignedInException(Errors.of(error, Json.text(body, "error_description")));
    }

    private static @Nullable String one(Map<String, List<String>> parameters, String name) throws NotSignedInException {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw NotSignedInException.refused(Fault.MALFORMED);
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private static boolean same(String ours, @Nullable String theirs) {
        return theirs != null
                && MessageDigest.isEqual(
                        ours.getBytes(StandardCharsets.UTF_8), theirs.getBytes(StandardCharsets.UTF_8));
    }

    /** 256 random bits; a code verifier is just that. */
    private static String random() {
        return new CodeVerifier().getValue();
    }
}
