package dev.musubi.issuer.anchor;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often J-LIS is asked about one certificate.
 *
 * @param floor for how long the answer to a question is the answer to the same question again, whoever asks
 */
@ConfigurationProperties("musubi.jlis")
record QuestionSettings(@DefaultValue("PT10S") Duration floor) {

    /** @throws IllegalArgumentException if it is negative */
    QuestionSettings {
        if (floor.isNegative()) {
            throw new IllegalArgumentException("musubi.jlis.floor cannot be negative");
        }
    }
}
