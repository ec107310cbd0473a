package dev.musubi.issuer.standing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of standing.
 *
 * @param maxAge how old an answer counts as fresh where the relying party names no age: a day's list and some hours
 * @param demandTerm how long a demand for re-issue stays open
 * @param holderScreen where a holder is sent to re-issue; the demand's reference is added
 */
@ConfigurationProperties("musubi.standing")
record StandingSettings(
        @DefaultValue("PT30H") Duration maxAge,
        @DefaultValue("P30D") Duration demandTerm,
        @DefaultValue("https://localhost:8443/reissue") String holderScreen) {}
