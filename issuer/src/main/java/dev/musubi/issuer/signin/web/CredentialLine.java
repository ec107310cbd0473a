package dev.musubi.issuer.signin.web;

import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.message.Moment;
import org.jspecify.annotations.Nullable;

/**
 * A credential on a holder's page.
 *
 * @param id its id
 * @param kind what it is
 * @param label the device
 * @param proofing the proofing it descends from
 * @param since when it was made
 * @param used when it was last used, to the hour
 */
public record CredentialLine(
        String id,
        Message kind,
        String label,
        int proofing,
        Moment since,
        @Nullable Moment used) {

    /** One line. */
    public static CredentialLine of(Credential credential) {
        return new CredentialLine(
                credential.id().toString(),
                credential.kind().message(),
                credential.label(),
                credential.proofing(),
                new Moment(credential.madeAt()),
                credential.lastUsedAt() == null ? null : new Moment(credential.lastUsedAt()));
    }
}
