package dev.musubi.issuer.status;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the batches that say of whom something changed.
 *
 * @param interval which stretch of time a batch is of, in whole seconds; never to be changed while there are batches
 * @param keep how long a batch can be had
 */
@ConfigurationProperties("musubi.changes")
public record ChangeSettings(
        @DefaultValue("PT10M") Duration interval,
        @DefaultValue("P30D") Duration keep) {

    /** @throws IllegalArgumentException in one line that says what is wrong */
    public ChangeSettings {
        if (interval.toSeconds() < 1 || keep.compareTo(interval) < 0) {
            throw new IllegalArgumentException(
                    "musubi.changes.interval is at least a second, and musubi.changes.keep at least as long as that");
        }
    }
}
