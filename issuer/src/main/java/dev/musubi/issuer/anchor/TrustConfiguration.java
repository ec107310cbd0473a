package dev.musubi.issuer.anchor;

import dev.musubi.jpki.profile.Environment;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.trust.TrustedAuthorities;
import dev.musubi.jpki.verification.SignatureVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which JPKI this issuer stands on: the environment and its authorities' certificates. */
@Configuration(proxyBeanMethods = false)
class TrustConfiguration {

    /**
     * Settings of trust.
     *
     * @param environment PRODUCTION or SANDBOX; neither accepts the other's certificates
     * @param authorities the folder with the authorities' certificates (PEM), supplied by the operator; in production
     *     each is checked against the fingerprints J-LIS published
     * @param fingerprints SHA-256 fingerprints (hexadecimal) of further authorities, as J-LIS publishes them: how a new
     *     generation is trusted without a new release of this program
     */
    @ConfigurationProperties("musubi.jpki")
    record Settings(
            @DefaultValue("PRODUCTION") Environment environment,
            @DefaultValue(".musubi/issuer/authorities") Path authorities,
            @DefaultValue Set<String> fingerprints) {}

    @Bean
    JpkiProfile profile(Settings settings) {
        return switch (settings.environment()) {
            case PRODUCTION -> JpkiProfile.production();
            case SANDBOX -> JpkiProfile.sandbox();
        };
    }

    @Bean
    TrustedAuthorities authorities(Settings settings, JpkiProfile profile) throws IOException {
        TrustedAuthorities authorities =
                TrustedAuthorities.fromPemFolder(settings.authorities(), profile, settings.fingerprints());
        if (authorities.all().isEmpty()) {
            throw new IOException("no certificate authority in " + settings.authorities()
                    + ": put J-LIS's CA certificates there (PEM), or set musubi.jpki.authorities");
        }
        return authorities;
    }

    @Bean
    SignatureVerifier signatureVerifier(JpkiProfile profile, TrustedAuthorities authorities) {
        return new SignatureVerifier(profile, authorities, Duration.ofMinutes(1));
    }
}
