package dev.musubi.issuer.credential;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of credentials.
 *
 * @param appTerm how long an app stays let in without being used; each use begins that time anew
 * @param freshFor how long ago its holder may have authenticated for what needs fresh authentication
 */
@ConfigurationProperties("musubi.credentials")
public record CredentialSettings(
        @DefaultValue("P30D") Duration appTerm,
        @DefaultValue("PT5M") Duration freshFor) {

    /** The most that still counts as fresh: five minutes. */
    static final Duration LONGEST_FRESH = Duration.ofMinutes(5);

    /** Refuses what would undo the rule. */
    public CredentialSettings {
        if (freshFor.compareTo(LONGEST_FRESH) > 0 || freshFor.isNegative() || freshFor.isZero()) {
            throw new IllegalArgumentException("musubi.credentials.fresh-for is more than nothing and at most PT5M");
        }
    }
}
