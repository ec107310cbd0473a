package dev.musubi.mynaapp;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks an ID token (OpenID Connect Core, section 3.1.3.7), each rule without exception. */
final class IdTokens {

    private static final int LONGEST_SUBJECT = 255;
    private static final int LONGEST_ACR = 255;
    private static final int HALF = 16;

    private final Registration registration;
    private final ServerKeys keys;

    IdTokens(Registration registration, ServerKeys keys) {
        this.registration = registration;
        this.keys = keys;
    }

    Holder holder(String idToken, String accessToken, String nonce, Instant now) throws MynaException {
        require(idToken.length() <= Dialect.LARGEST_TOKEN);
        try {
            SignedJWT jwt = SignedJWT.parse(idToken);
            String kid = jwt.getHeader().getKeyID();
            require(jwt.getHeader().getAlgorithm().getName().equals(Dialect.ID_TOKEN_ALGORITHM));
            require(kid != null && jwt.getHeader().getCriticalParams() == null);
            require(jwt.verify(new ECDSAVerifier(keys.key(kid, now))));
            return holder(jwt, accessToken, nonce, now);
        } catch (ParseException | JOSEException e) {
            throw new MynaException(MynaProblem.TOKEN_NOT_VALID);
        }
    }

    private Holder holder(SignedJWT jwt, String accessToken, String nonce, Instant now)
            throws MynaException, ParseException {
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        require(registration.issuer().toString().equals(claims.getIssuer()));
        require(claims.getAudience().equals(List.of(registration.clientId())));
        String authorized = claims.getStringClaim("azp");
        require(authorized == null || authorized.equals(registration.clientId()));
        Instant latest = now.plus(Dialect.CLOCK_SKEW);
        require(time(claims.getExpirationTime()).isAfter(now.minus(Dialect.CLOCK_SKEW)));
        Instant issuedAt = time(claims.getIssueTime());
        require(!issuedAt.isAfter(latest));
        require(claims.getNotBeforeTime() == null
                || !claims.getNotBeforeTime().toInstant().isAfter(latest));
        String said = claims.getStringClaim("nonce");
        require(said != null && Secrets.same(said, nonce));
        String hash = claims.getStringClaim("at_hash");
        require(hash != null && Secrets.same(hash, accessTokenHash(accessToken)));
        String subject = claims.getSubject();
        require(subject != null && !subject.isEmpty() && subject.length() <= LONGEST_SUBJECT);
        Date authenticated = claims.getDateClaim("auth_time");
        require(authenticated == null || !authenticated.toInstant().isAfter(latest));
        String acr = claims.getStringClaim("acr");
        require(acr == null || acr.length() <= LONGEST_ACR);
        return new Holder(
                subject,
                Optional.ofNullable(acr),
                Optional.ofNullable(authenticated).map(Date::toInstant),
                issuedAt,
                jwt.serialize());
    }

    /** OpenID Connect Core, section 3.1.3.6: the left half of the hash. */
    static String accessTokenHash(String accessToken) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(Secrets.sha256(accessToken), HALF));
    }

    private static Instant time(@Nullable Date date) throws MynaException {
        if (date == null) {
            throw new MynaException(MynaProblem.TOKEN_NOT_VALID);
        }
        return date.toInstant();
    }

    private static void require(boolean right) throws MynaException {
        if (!right) {
            throw new MynaException(MynaProblem.TOKEN_NOT_VALID);
        }
    }
}
