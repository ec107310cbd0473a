package dev.musubi.issuer.refresh;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the refresh.
 *
 * @param tick how often to look for refreshes that are due
 * @param waitForCertificate when to ask again while the holder has no new certificate
 * @param waitForSource when to ask again after J-LIS did not answer; doubled with each failure, up to an hour
 * @param atOnce how many to work on at once
 */
@ConfigurationProperties("musubi.refresh")
record RefreshSettings(
        @DefaultValue("PT10S") Duration tick,
        @DefaultValue("PT6H") Duration waitForCertificate,
        @DefaultValue("PT1M") Duration waitForSource,
        @DefaultValue("8") int atOnce) {}
