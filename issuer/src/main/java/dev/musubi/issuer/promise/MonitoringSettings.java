package dev.musubi.issuer.promise;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of what is promised and told of the watch over anchors.
 *
 * @param toApply how long it may take to fetch a list and to go through it, beyond the time until it is asked for
 * @param toList how long it may take until a change of state stands in a published status list
 * @param window how far back the measured figures go
 * @param least from how many cases on figures are told: fewer could be matched with people
 */
@ConfigurationProperties("musubi.monitoring")
record MonitoringSettings(
        @DefaultValue("PT10M") Duration toApply,
        @DefaultValue("PT1M") Duration toList,
        @DefaultValue("P30D") Duration window,
        @DefaultValue("10") int least) {}
