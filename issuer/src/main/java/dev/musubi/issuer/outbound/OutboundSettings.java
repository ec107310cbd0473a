package dev.musubi.issuer.outbound;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of every call that leaves.
 *
 * @param networks networks in CIDR notation that may be called although they are private, local or otherwise special
 * @param atOnce how many calls to one peer are under way at once; a further one waits a little for its turn
 * @param atOnceInAll how many calls are under way at once in all
 * @param patience how long a call waits for its turn with a busy peer
 * @param breakAfter how many of a peer's last calls must be known before its breaker judges it
 * @param breakFor how long a peer whose calls mostly fail is left alone before it is tried again
 */
@ConfigurationProperties("musubi.outbound")
record OutboundSettings(
        @DefaultValue({}) List<String> networks,
        @DefaultValue("16") int atOnce,
        @DefaultValue("512") int atOnceInAll,
        @DefaultValue("PT10S") Duration patience,
        @DefaultValue("10") int breakAfter,
        @DefaultValue("PT5S") Duration breakFor) {}
