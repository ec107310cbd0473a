package dev.musubi.issuer.signin.web;

import dev.musubi.issuer.credential.Credential;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A credential on a holder's page. Times are in Japan's.
 *
 * @param id its id
 * @param kind what it is, in Japanese
 * @param kindEn in English
 * @param label the device
 * @param proofing the proofing it descends from
 * @param since when it was made
 * @param used when it was last used, to the hour
 */
public record CredentialLine(
        String id,
        String kind,
        String kindEn,
        String label,
        int proofing,
        String since,
        @Nullable String used) {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu年M月d日 H:mm", Locale.JAPAN).withZone(ZoneId.of("Asia/Tokyo"));

    /** One line. */
    public static CredentialLine of(Credential credential) {
        return new CredentialLine(
                credential.id().toString(),
                credential.kind().message().japanese(),
                credential.kind().message().english(),
                credential.label(),
                credential.proofing(),
                text(credential.madeAt()),
                credential.lastUsedAt() == null ? null : text(credential.lastUsedAt()));
    }

    /** A moment as pages show it. */
    public static String text(Instant instant) {
        return DATE.format(instant);
    }
}
