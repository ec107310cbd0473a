package dev.musubi.issuer.database;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the work queue.
 *
 * @param lease how long a piece is held without being renewed: after a crash others take over that much later. Longer than
 *     the machines' clocks differ
 * @param keepDeadLetters how long dead letters are kept for an operator to see
 */
@ConfigurationProperties("musubi.work")
record WorkSettings(
        @DefaultValue("PT30S") Duration lease,
        @DefaultValue("P30D") Duration keepDeadLetters) {}
