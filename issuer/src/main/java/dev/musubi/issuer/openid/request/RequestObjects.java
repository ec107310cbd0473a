package dev.musubi.issuer.openid.request;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.client.ClientRules;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.time.MachineClock;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Signed request objects (RFC 9101). One is signed by a key the client registered, names the client and us, and has an
 * end; FAPI 2.0 Message Signing section 5.3.1 also wants a beginning no more than an hour ago. What stands outside of it
 * does not count.
 */
@Component
final class RequestObjects {

    private static final int LONGEST = 32 * 1024;
    private static final Set<String> NO_PARAMETERS = Set.of("iss", "aud", "exp", "nbf", "iat", "jti", "sub");
    /** What RFC 9101 section 4 forbids inside of one. */
    private static final Set<String> NESTED = Set.of("request", "request_uri");

    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(60);

    private final String issuer;
    private final MachineClock machine;

    RequestObjects(OpenIdSettings settings, MachineClock machine) {
        this.issuer = settings.issuer().toString();
        this.machine = machine;
    }

    /** The parameters a request object says; empty if it is not to be believed. */
    Optional<Map<String, List<String>>> open(OpenIdClient client, String object) {
        if (object.length() > LONGEST || client.metadata().getJWKSet() == null) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(object);
            JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
            JWSAlgorithm registered = client.metadata().getRequestObjectJWSAlg();
            List<JWSAlgorithm> allowed = client.profile().fapi() ? ClientRules.FAPI_SIGNATURES : ClientRules.SIGNATURES;
            if (NESTED.stream().anyMatch(jwt.getJWTClaimsSet().getClaims()::containsKey)
                    || !allowed.contains(algorithm)
                    || (registered != null && !registered.equals(algorithm))
                    || !isSignedBy(client, jwt)
                    || !holds(client, jwt.getJWTClaimsSet())) {
                return Optional.empty();
            }
            Map<String, List<String>> parameters = new HashMap<>();
            jwt.getJWTClaimsSet().getClaims().forEach((name, value) -> {
                if (value != null && !NO_PARAMETERS.contains(name)) {
                    parameters.put(name, List.of(text(value)));
                }
            });
            return Optional.of(parameters);
        } catch (ParseException | JOSEException refused) {
            return Optional.empty();
        }
    }

    /** A claim as the parameter of the same name would say it (RFC 9101 section 4): objects as JSON, the rest as text. */
    private static String text(Object value) {
        return switch (value) {
            case Map<?, ?> object -> JSONObjectUtils.toJSONString(members(object));
            case List<?> values -> values.stream().map(String::valueOf).collect(Collectors.joining(" "));
            default -> String.valueOf(value);
        };
    }

    private static Map<String, Object> members(Map<?, ?> object) {
        Map<String, Object> members = new LinkedHashMap<>();
        object.forEach((name, value) -> members.put(String.valueOf(name), value));
        return members;
    }

    private static boolean isSignedBy(OpenIdClient client, SignedJWT jwt) throws JOSEException {
        for (JWK key : new JWKSelector(JWKMatcher.forJWSHeader(jwt.getHeader()))
                .select(client.metadata().getJWKSet())) {
            JWSVerifier verifier = new DefaultJWSVerifierFactory()
                    .createJWSVerifier(jwt.getHeader(), ((AsymmetricJWK) key).toPublicKey());
            if (jwt.verify(verifier)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(OpenIdClient client, JWTClaimsSet claims) throws ParseException {
        Instant now = machine.instant();
        Date expires = claims.getExpirationTime();
        Date begins = claims.getNotBeforeTime();
        boolean dated = begins != null
                && !begins.toInstant().isAfter(now.plus(SKEW))
                && !begins.toInstant().isBefore(now.minus(LONGEST_LIFE))
                && expires != null
                && Duration.between(begins.toInstant(), expires.toInstant()).compareTo(LONGEST_LIFE) <= 0;
        return client.id().equals(claims.getStringClaim("client_id"))
                && (claims.getIssuer() == null || client.id().equals(claims.getIssuer()))
                && claims.getAudience().contains(issuer)
                && (expires == null
                        ? !client.profile().fapi()
                        : now.isBefore(expires.toInstant().plus(SKEW)))
                && (begins == null || !begins.toInstant().isAfter(now.plus(SKEW)))
                && (dated || !client.profile().fapi());
    }
}
