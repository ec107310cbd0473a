package dev.musubi.issuer.anchor;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the watch over anchors.
 *
 * @param interval how often each revocation list is asked for
 * @param retryAfter how soon again after it could not be had; doubled with each failure, up to {@code interval}
 * @param tick how often the sweep looks for what is due
 * @param atOnce how many lists are fetched and applied at once
 * @param folder where the last applied lists lie, to compare the next ones with
 */
@ConfigurationProperties("musubi.sweep")
record AnchorSettings(
        @DefaultValue("PT1H") Duration interval,
        @DefaultValue("PT1M") Duration retryAfter,
        @DefaultValue("PT10S") Duration tick,
        @DefaultValue("4") int atOnce,
        @DefaultValue(".musubi/issuer/crl") Path folder) {}
