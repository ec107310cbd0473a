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
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import dev.musubi.relyingparty.NotSignedIn.Refused.Fault;
import dev.musubi.relyingparty.standing.Freshness;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the provider signs: ID tokens (OpenID Connect Core 1.0 section 3.1.3.7), userinfo (section 5.3.4) and logout tokens
 * (Back-Channel Logout 1.0 section 2.6); and status lists. Signatures are ES256 or PS256, as FAPI 2.0 has it; nothing unsigned passes. Each
 * check that fails has a code of its own.
 */
final class Tokens {

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.PS256);
    private static final int LONGEST = 64 * 1024;
    private static final int LONGEST_LIST = 512 * 1024;

    private final Provider provider;
    private final String clientId;
    private final Duration skew;

    Tokens(Provider provider, String clientId, Duration skew) {
        this.provider = provider;
        this.clientId = clientId;
        this.skew = skew;
    }

    /** An ID token that answers this very sign-in. */
    JWTClaimsSet idToken(String token, PendingSignIn pending, String accessToken, Instant now)
            throws NotSignedInException {
        JWTClaimsSet claims = signed(token, Set.of("JWT"), true);
        isOurs(claims);
        isCurrent(claims, now);
        try {
            hold(claims.getSubject() != null, Fault.TOKEN_MALFORMED);
            hold(pending.nonce().equals(claims.getStringClaim("nonce")), Fault.TOKEN_NONCE);
            hold(hashHolds(token, claims.getStringClaim("at_hash"), accessToken), Fault.TOKEN_HASH);
            hold(isRecent(claims.getDateClaim("auth_time"), pending.demand().maxAge(), now), Fault.TOKEN_AUTH_TIME);
            return claims;
        } catch (ParseException notOfTheTypeItHasToBe) {
            throw NotSignedInException.refused(Fault.TOKEN_MALFORMED);
        }
    }

    /** Userinfo that came signed. */
    JWTClaimsSet userInfo(String token) throws NotSignedInException {
        JWTClaimsSet claims = signed(token, Set.of("JWT"), true);
        isOurs(claims);
        return claims;
    }

    /** A logout token: who is told, and signed for no other use. */
    JWTClaimsSet logout(String token, Instant now) throws NotSignedInException {
        JWTClaimsSet claims = signed(token, Set.of("logout+jwt"), false);
        isOurs(claims);
        isCurrent(claims, now);
        return claims;
    }

    /** A status list, or what changed in one: for everybody. Its times are its reader's to look at. */
    JWTClaimsSet statusList(String token, String type) throws NotSignedInException {
        JWTClaimsSet claims = signed(token, Set.of(type), false, LONGEST_LIST);
        hold(provider.issuer().toString().equals(claims.getIssuer()), Fault.TOKEN_ISSUER);
        return claims;
    }

    private JWTClaimsSet signed(String token, Set<String> types, boolean orNone) throws NotSignedInException {
        return signed(token, types, orNone, LONGEST);
    }

    private JWTClaimsSet signed(String token, Set<String> types, boolean orNone, int longest)
            throws NotSignedInException {
        hold(token.length() <= longest, Fault.TOKEN_MALFORMED);
        // What can be seen without a key is looked at first: nobody makes this ask for keys with just any text.
        try {
            hold(
                    JWTParser.parse(token) instanceof SignedJWT jwt
                            && ALGORITHMS.contains(jwt.getHeader().getAlgorithm()),
                    Fault.TOKEN_SIGNATURE);
        } catch (ParseException none) {
            throw NotSignedInException.refused(Fault.TOKEN_MALFORMED);
        }
        Set<JOSEObjectType> allowed = new HashSet<>();
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
        } catch (KeySourceException e) {
            throw NotSignedInException.unreachable(Trouble.of(Trouble.Why.NO_KEYS, e));
        } catch (BadJOSEException | JOSEException bad) {
            throw NotSignedInException.refused(Fault.TOKEN_SIGNATURE);
        } catch (ParseException none) {
            throw NotSignedInException.refused(Fault.TOKEN_MALFORMED);
        }
    }

    private static void hold(boolean holds, Fault otherwise) throws NotSignedInException {
        if (!holds) {
            throw NotSignedInException.refused(otherwise);
        }
    }

    /** From the provider, for this client and no other. */
    private void isOurs(JWTClaimsSet claims) throws NotSignedInException {
        Object authorized = claims.getClaim("azp");
        hold(provider.issuer().toString().equals(claims.getIssuer()), Fault.TOKEN_ISSUER);
        hold(
                claims.getAudience().equals(List.of(clientId)) && (authorized == null || authorized.equals(clientId)),
                Fault.TOKEN_AUDIENCE);
    }

    private void isCurrent(JWTClaimsSet claims, Instant now) throws NotSignedInException {
        Date expires = claims.getExpirationTime();
        Date issued = claims.getIssueTime();
        hold(issued != null, Fault.TOKEN_MALFORMED);
        hold(issued == null || !isToCome(issued, now), Fault.TOKEN_FUTURE);
        hold(expires != null && now.isBefore(expires.toInstant().plus(skew)), Fault.TOKEN_EXPIRED);
    }

    private boolean isToCome(Date time, Instant now) {
        return Freshness.of(time.toInstant(), now, null, skew) instanceof Freshness.Unknown;
    }

    private static boolean hashHolds(String token, @Nullable String hash, String accessToken) throws ParseException {
        if (hash == null) {
            return true;
        }
        JWSAlgorithm algorithm = SignedJWT.parse(token).getHeader().getAlgorithm();
        return hash.equals(AccessTokenHash.compute(new BearerAccessToken(accessToken), algorithm, null)
                .getValue());
    }

    /** Whether the holder signed in within the age demanded; one to come counts for no sign-in at all. */
    private boolean isRecent(@Nullable Date authenticatedAt, @Nullable Duration maxAge, Instant now) {
        if (authenticatedAt == null) {
            return maxAge == null;
        }
        return Freshness.of(authenticatedAt.toInstant(), now, maxAge == null ? null : maxAge.plus(skew), skew)
                instanceof Freshness.Fresh;
    }
}
