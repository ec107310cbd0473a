package dev.musubi.issuer.openid;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the OpenID Provider.
 *
 * @param issuer the issuer identifier, an https URL without a path: the residents' door
 * @param mutualTls the relying parties' door, where the same endpoints take client certificates (RFC 8705 section 5)
 * @param codeTerm how long an authorization code is good for; FAPI 2.0 allows a minute at most
 * @param requestTerm how long a request waits for its holder
 * @param pushedTerm how long a pushed request may be brought to the browser; FAPI 2.0 allows less than ten minutes
 * @param accessTokenTerm how long an access token is good for
 * @param refreshTokenTerm how long a refresh token is good for
 * @param idTokenTerm how long an ID token is good for
 * @param rememberFor how long a remembered consent to disclosure is in force
 * @param monitorFor how long a consent to be told what becomes of a private ID is in force; a year at most
 * @param signingKeyTerm how long a signing key signs
 * @param signingKeyOverlap how long the next one is published before it signs, and the last one after
 * @param signingKeyKept how much longer its public part is published, for what it signed that can still be asked for
 * @param logoutSpread within which time of a sign-out its clients are told, each by chance
 * @param clientAuthorities folder with the authorities (PEM) of clients' certificates, for {@code tls_client_auth}
 */
@ConfigurationProperties("musubi.openid")
public record OpenIdSettings(
        @DefaultValue("https://localhost:8443") URI issuer,
        @DefaultValue("https://localhost:8444") URI mutualTls,
        @DefaultValue("PT1M") Duration codeTerm,
        @DefaultValue("PT30M") Duration requestTerm,
        @DefaultValue("PT5M") Duration pushedTerm,
        @DefaultValue("PT5M") Duration accessTokenTerm,
        @DefaultValue("P90D") Duration refreshTokenTerm,
        @DefaultValue("PT5M") Duration idTokenTerm,
        @DefaultValue("P365D") Duration rememberFor,
        @DefaultValue("P365D") Duration monitorFor,
        @DefaultValue("P90D") Duration signingKeyTerm,
        @DefaultValue("P2D") Duration signingKeyOverlap,
        @DefaultValue("P31D") Duration signingKeyKept,
        @DefaultValue("PT10S") Duration logoutSpread,
        @Nullable Path clientAuthorities) {

    private static final Duration A_YEAR = Duration.ofDays(366);

    /** @throws IllegalArgumentException in one line that says what is wrong */
    public OpenIdSettings {
        if (monitorFor.isNegative() || monitorFor.isZero() || monitorFor.compareTo(A_YEAR) > 0) {
            throw new IllegalArgumentException("musubi.openid.monitor-for is longer than nothing and a year at most");
        }
        if (signingKeyKept.isNegative()) {
            throw new IllegalArgumentException("musubi.openid.signing-key-kept is not negative");
        }
    }
}
