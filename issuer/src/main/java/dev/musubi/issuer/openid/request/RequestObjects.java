package dev.musubi.issuer.openid.request;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.client.ClientKeys;
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

    /** What came of opening a request object. */
    sealed interface Opened {
        /** The parameters it says. */
        record Said(Map<String, List<String>> parameters) implements Opened {}

        /** It is not to be believed; which check failed, in a sentence that quotes nothing. */
        record Refused(String why) implements Opened {}
    }

    /** Opens a request object. */
    Opened open(OpenIdClient client, String object) {
        if (object.length() > LONGEST) {
            return new Opened.Refused("The request object is longer than " + LONGEST + " characters.");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(object);
            JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
            JWSAlgorithm registered = client.metadata().getRequestObjectJWSAlg();
            List<JWSAlgorithm> allowed = client.profile().fapi() ? ClientRules.FAPI_SIGNATURES : ClientRules.SIGNATURES;
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            if (NESTED.stream().anyMatch(claims.getClaims()::containsKey)) {
                return new Opened.Refused("The request object holds request or request_uri (RFC 9101 section 4).");
            }
            if (!allowed.contains(algorithm) || (registered != null && !registered.equals(algorithm))) {
                return new Opened.Refused("The request object's alg is not the one registered, or not allowed.");
            }
            if (!isSignedBy(client, jwt)) {
                return new Opened.Refused("The request object's signature is by none of the client's registered keys.");
            }
            Optional<String> fault = fault(client, claims);
            if (fault.isPresent()) {
                return new Opened.Refused(fault.get());
            }
            Map<String, List<String>> parameters = new HashMap<>();
            jwt.getJWTClaimsSet().getClaims().forEach((name, value) -> {
                // One without a value is as if it had been left out, here too (RFC 6749 section 3.1).
                if (value != null
                        && !NO_PARAMETERS.contains(name)
                        && !text(value).isEmpty()) {
                    parameters.put(name, List.of(text(value)));
                }
            });
            return new Opened.Said(parameters);
        } catch (ParseException | JOSEException refused) {
            return new Opened.Refused("The request object is not a signed JWT.");
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
        for (JWK key : ClientKeys.forVerification(client.metadata(), jwt.getHeader())) {
            JWSVerifier verifier = new DefaultJWSVerifierFactory()
                    .createJWSVerifier(jwt.getHeader(), ((AsymmetricJWK) key).toPublicKey());
            if (jwt.verify(verifier)) {
                return true;
            }
        }
        return false;
    }

    private Optional<String> fault(OpenIdClient client, JWTClaimsSet claims) throws ParseException {
        Instant now = machine.instant();
        Date expires = claims.getExpirationTime();
        Date begins = claims.getNotBeforeTime();
        if (!client.id().equals(claims.getStringClaim("client_id"))) {
            return Optional.of("The request object's client_id is not this client's.");
        }
        if (claims.getIssuer() != null && !client.id().equals(claims.getIssuer())) {
            return Optional.of("The request object's iss is not this client.");
        }
        if (!claims.getAudience().contains(issuer)) {
            return Optional.of("The request object's aud does not name this issuer.");
        }
        if (expires != null && !now.isBefore(expires.toInstant().plus(SKEW))) {
            return Optional.of("The request object has expired.");
        }
        if (begins != null && begins.toInstant().isAfter(now.plus(SKEW))) {
            return Optional.of("The request object's nbf is in the future.");
        }
        if (!client.profile().fapi()) {
            return Optional.empty();
        }
        if (expires == null || begins == null) {
            return Optional.of("The request object lacks nbf or exp.");
        }
        return begins.toInstant().isBefore(now.minus(LONGEST_LIFE))
                        || Duration.between(begins.toInstant(), expires.toInstant())
                                        .compareTo(LONGEST_LIFE)
                                > 0
                ? Optional.of("The request object's nbf is more than an hour ago, or exp more than an hour after it.")
                : Optional.empty();
    }
}
