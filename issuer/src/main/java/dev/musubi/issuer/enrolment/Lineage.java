package dev.musubi.issuer.enrolment;

import dev.musubi.issuer.credential.AppTokens;
import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.Credential.Why;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.credential.SignInMethod;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.signin.SignInCodes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a proofing by signature does to the ways in, in its transaction: all that descend from an earlier one end, and the
 * app that sent the signature is let in, with its key and no other.
 */
@Component
class Lineage {

    private final Credentials credentials;
    private final AppTokens apps;
    private final SignInCodes codes;

    Lineage(Credentials credentials, AppTokens apps, SignInCodes codes) {
        this.credentials = credentials;
        this.apps = apps;
        this.codes = codes;
    }

    /**
     * Who sent a signature.
     *
     * @param thumbprint of its key
     * @param device the device, in a few words
     * @param browser the number of the browser that is to be signed in; null if none is
     */
    record Sender(
            String thumbprint, String device, @Nullable String browser) {}

    /** The ways in now, and those there were. */
    record Begun(AppTokens.Granted app, SignInCodes.@Nullable Code code, List<Credential> ended) {}

    /**
     * The person of a private ID that has ended signs for a new one: the ways into the former end. Its apps had been let in to
     * be told that it has ended, and a card may have signed in to see that.
     */
    void endFormer(HolderId former) {
        credentials.endAll(former, List.of(Kind.values()), Why.REISSUED);
    }

    /**
     * Begins the lineage of a proofing.
     *
     * @param proofing the number of the generation that was signed for
     */
    Begun begin(HolderId holderId, int proofing, Sender sender) {
        credentials.endEarlier(holderId, proofing, sender.thumbprint());
        String browser = sender.browser();
        return new Begun(
                apps.grant(holderId, proofing, sender.thumbprint(), sender.device(), SignInMethod.JPKI_SIGNATURE),
                browser == null ? null : codes.issue(holderId, SignInMethod.JPKI_SIGNATURE, proofing, browser),
                credentials.keepable(holderId, proofing));
    }
}
