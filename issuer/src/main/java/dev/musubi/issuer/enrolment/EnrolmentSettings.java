package dev.musubi.issuer.enrolment;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What stands in an issuance application, and for how long it may be signed.
 *
 * @param issuer our identifier, an https URL
 * @param issuerName who we are, for the person who signs
 * @param serviceName what is applied for, for the person who signs
 * @param terms where the terms are
 * @param termsVersion which version of them is agreed to
 * @param applicationTerm how long an application may be signed and sent
 */
@ConfigurationProperties("musubi.enrolment")
record EnrolmentSettings(
        @DefaultValue("https://localhost:8443") URI issuer,
        @DefaultValue("結び（ムスビ）") String issuerName,
        @DefaultValue("民間ID") String serviceName,
        @DefaultValue("https://localhost:8443/terms") URI terms,
        @DefaultValue("2026-11-01") String termsVersion,
        @DefaultValue("PT10M") Duration applicationTerm) {}
