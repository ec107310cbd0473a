package dev.musubi.issuer.status;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of status lists.
 *
 * @param issuer the issuer identifier, whose keys sign the lists
 * @param lists the address under which lists are found; what was told once in a token must be answered there for ever
 * @param ttl how long whoever has a list may keep it before looking for a newer one
 * @param term how long a list is good for; it is signed anew when half of that is over
 * @param check how often a list is held against the whole database
 * @param history how long lists are kept to be asked for by time, and changes to bring an older list up to date
 * @param historyStep of the lists within such a time the last one is kept
 * @param folder where lists are written as files too, for a web server to serve; nowhere if it is not set
 */
@ConfigurationProperties("musubi.status")
public record StatusSettings(
        @DefaultValue("https://localhost:8443") URI issuer,
        @DefaultValue("https://localhost:8443/status-lists") URI lists,
        @DefaultValue("PT5M") Duration ttl,
        @DefaultValue("P1D") Duration term,
        @DefaultValue("P1D") Duration check,
        @DefaultValue("P30D") Duration history,
        @DefaultValue("PT15M") Duration historyStep,
        @Nullable Path folder) {

    /** @throws IllegalArgumentException in one line that says what is wrong */
    public StatusSettings {
        if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || term.compareTo(ttl.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "musubi.status.ttl is at least a second, and musubi.status.term at least twice as long");
        }
        if (check.isNegative() || check.isZero() || history.isNegative() || historyStep.isNegative()) {
            throw new IllegalArgumentException("musubi.status: a duration must be longer than nothing");
        }
    }

    /** Where a list is found. */
    public URI list(long number) {
        return URI.create(lists + "/" + number);
    }
}
