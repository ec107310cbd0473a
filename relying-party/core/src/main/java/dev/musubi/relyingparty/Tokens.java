package dev.musubi.relyingparty;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the provider signs: ID tokens (OpenID Connect Core 1.0 section 3.1.3.7), userinfo (section 5.3.4) and logout tokens
 * (Back-Channel Logout 1.0 section 2.6). Signatures are ES256 or PS256, as FAPI 2.0 has it; nothing unsigned passes.
 */
final class Tokens {

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.PS256);
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final int LONGEST = 64 * 1024;

    private final Provider provider;
    private final String clientId;
    private final InstantSource clock;

    Tokens(Provider provider, String clientId, InstantSource clock) {
        this.provider = provider;
        this.clientId = clientId;
        this.clock = clock;
    }

    /** An ID token that answers this very sign-in. */
    JWTClaimsSet idToken(String token, PendingSignIn pending, String accessToken) throws NotSignedInException {
        JWTClaimsSet claims = signed(token, Set.of("JWT"), true);
        try {
            Instant now = clock.instant();
            boolean holds = isOurs(claims)
                    && claims.getSubject() != null
                    && isCurrent(claims, now)
                    && pending.nonce().equals(claims.getStringClaim("nonce"))
                    && hashHolds(token, claims.getStringClaim("at_hash"), accessToken)
                    && isRecent(
                            claims.getDateClaim("auth_time"), pending.demand().maxAge(), now);
            if (holds) {
                return claims;
            }
        } catch (ParseException malformed) {
            // Not of the type it has to be.
        }
        throw NotSignedInException.refused(NotSignedIn.Refused.Fault.TOKEN);
    }

    /** Userinfo that came signed. */
    JWTClaimsSet userInfo(String token) throws NotSignedInException {
        JWTClaimsSet claims = signed(token, Set.of("JWT"), true);
        if (!isOurs(claims)) {
            throw NotSignedInException.refused(NotSignedIn.Refused.Fault.TOKEN);
        }
        return claims;
    }

    /** A logout token: who is told, and signed for no other use. */
    JWTClaimsSet logout(String token) throws NotSignedInException {
        JWTClaimsSet claims = signed(token, Set.of("logout+jwt"), false);
        if (!isOurs(claims) || !isCurrent(claims, clock.instant())) {
            throw NotSignedInException.refused(NotSignedIn.Refused.Fault.TOKEN);
        }
        return claims;
    }

    private JWTClaimsSet signed(String token, Set<String> types, boolean orNone) throws NotSignedInException {
        if (token.length() > LONGEST) {
            throw NotSignedInException.refused(NotSignedIn.Refused.Fault.TOKEN);
        }
        Set<JOSEObjectType> allowed = new java.util.HashSet<>();
        types.forEach(type -> allowed.add(new JOSEObjectType(type)));
        if (orNone) {
            allowed.add(null);
        }
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(allowed));
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(ALGORITHMS, provider.known().keys()));
        // Claims are checked here, by our own clock.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        try {
            return processor.process(token, null);
        } catch (KeySourceException unreachable) {
            throw NotSignedInException.unreachable();
        } catch (ParseException | BadJOSEException | JOSEException bad) {
            throw NotSignedInException.refused(NotSignedIn.Refused.Fault.TOKEN);
        }
    }

    /** From the provider, for this client and no other. */
    private boolean isOurs(JWTClaimsSet claims) {
        Object authorized = claims.getClaim("azp");
        return provider.issuer().toString().equals(claims.getIssuer())
                && claims.getAudience().equals(List.of(clientId))
                && (authorized == null || authorized.equals(clientId));
    }

    private static boolean isCurrent(JWTClaimsSet claims, Instant now) {
        Date expires = claims.getExpirationTime();
        Date issued = claims.getIssueTime();
        return expires != null
                && issued != null
                && now.isBefore(expires.toInstant().plus(SKEW))
                && !issued.toInstant().isAfter(now.plus(SKEW));
    }

    private static boolean hashHolds(String token, @Nullable String hash, String accessToken) throws ParseException {
        if (hash == null) {
            return true;
        }
        JWSAlgorithm algorithm = SignedJWT.parse(token).getHeader().getAlgorithm();
        return hash.equals(AccessTokenHash.compute(new BearerAccessToken(accessToken), algorithm, null)
                .getValue());
    }

    private static boolean isRecent(@Nullable Date authenticatedAt, @Nullable Duration maxAge, Instant now) {
        return maxAge == null
                || (authenticatedAt != null
                        && !authenticatedAt.toInstant().plus(maxAge).plus(SKEW).isBefore(now));
    }
}
