package dev.musubi.issuer.enrolment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person is asked to sign. It means something to that person: what is applied for, under which terms, with which
 * consents, until when; a signature under a mere number would be of no use, and is not asked for.
 *
 * @param applicationId its id
 * @param document the exact text to sign, JSON; its member {@code display} is what the phone shows
 * @param type the JWS {@code typ} to sign it under
 * @param consentDocument the exact text of the consent to the latest-attributes service, if the person wants that
 * @param consentType its JWS {@code typ}
 * @param expiresAt signed and sent before this moment, once
 */
public record IssuanceApplication(
        ApplicationId applicationId,
        String document,
        String type,
        @Nullable String consentDocument,
        @Nullable String consentType,
        Instant expiresAt) {}
