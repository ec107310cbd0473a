package dev.musubi.issuer.anchor;

import dev.musubi.issuer.metrics.Reading;
import dev.musubi.issuer.metrics.Readings;
import dev.musubi.jpki.trust.TrustedAuthorities;
import org.springframework.stereotype.Component;

/** When the certificates of the authorities end that this issuer stands on. */
@Component
final class AuthoritiesReading implements Reading {

    private final TrustedAuthorities authorities;

    AuthoritiesReading(TrustedAuthorities authorities) {
        this.authorities = authorities;
    }

    @Override
    public void read(Readings readings) {
        authorities
                .all()
                .forEach(each -> readings.at(
                        "musubi_expires_timestamp_seconds",
                        each.certificate().getNotAfter().toInstant(),
                        "what",
                        "authority",
                        "which",
                        AuthorityLabel.of(each.keyId().bytes())));
    }
}
