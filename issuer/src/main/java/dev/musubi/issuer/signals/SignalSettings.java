package dev.musubi.issuer.signals;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of signals.
 *
 * @param streams how many streams a client may have
 * @param verificationInterval how long a receiver waits between two verifications of a stream
 * @param spread within which time of what happened relying parties are told, each by chance
 * @param mostWaiting how many events wait for one receiver; with more its stream is paused
 * @param keep how long an event waits for its receiver
 * @param longestPoll how long a poll waits for an event
 * @param polls how many polls wait at once; further ones are answered at once
 * @param pollsPerClient how many of them are one client's
 */
@ConfigurationProperties("musubi.signals")
public record SignalSettings(
        @DefaultValue("10") int streams,
        @DefaultValue("PT10S") Duration verificationInterval,
        @DefaultValue("PT3S") Duration spread,
        @DefaultValue("10000") int mostWaiting,
        @DefaultValue("P7D") Duration keep,
        @DefaultValue("PT25S") Duration longestPoll,
        @DefaultValue("256") int polls,
        @DefaultValue("20") int pollsPerClient) {

    /** @throws IllegalArgumentException in one line that says what is wrong */
    public SignalSettings {
        if (streams < 1 || mostWaiting < 1 || polls < 0 || pollsPerClient < 0) {
            throw new IllegalArgumentException(
                    "musubi.signals: streams and most-waiting are at least 1, polls and polls-per-client at least 0");
        }
        if (spread.isNegative() || verificationInterval.isNegative() || longestPoll.isNegative() || keep.isNegative()) {
            throw new IllegalArgumentException("musubi.signals: no duration can be negative");
        }
    }
}
