package dev.musubi.issuer.demonstration;

import dev.musubi.issuer.signin.SignInSettings;
import dev.musubi.issuer.time.ClockShift;
import dev.musubi.jpki.profile.Environment;
import dev.musubi.jpki.profile.JpkiProfile;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps what a demonstration may do away from real certificates. */
@Configuration(proxyBeanMethods = false)
class DemonstrationConfiguration {

    /** There is a shift in a demonstration only, whoever holds the hand. */
    @Bean
    ClockShift clockShift(DemonstrationSettings settings, MovableClock clock) {
        return settings.demonstration() ? clock::shift : () -> Duration.ZERO;
    }

    /** Says at the start, and by not starting, that the two do not go together. */
    @Bean
    DemonstrationGuard demonstrationGuard(DemonstrationSettings settings, SignInSettings signIn, JpkiProfile profile) {
        return new DemonstrationGuard(
                settings.demonstration(), signIn.testHolder(), profile.environment() == Environment.PRODUCTION);
    }
}
