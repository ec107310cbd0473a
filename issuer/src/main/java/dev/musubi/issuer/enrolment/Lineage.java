package dev.musubi.issuer.enrolment;

import dev.musubi.issuer.credential.AppTokens;
import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.Credential.Why;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.credential.SignInMethod;
import dev.musubi.issuer.database.HolderId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a proofing by signature does to the ways in, in its transaction: all that descend from an earlier one end, and the
 * app that sent the signature is let in, with its key and no other. A browser that sent it is signed in afterwards.
 */
@Component
class Lineage {

    private final Credentials credentials;
    private final AppTokens apps;

    Lineage(Credentials credentials, AppTokens apps) {
        this.credentials = credentials;
        this.apps = apps;
    }

    /**
     * Who sent a signature.
     *
     * @param thumbprint of its key; null if it is a browser, which has none
     * @param device the device, in a few words
     * @param mustBe the holder who has to be who signed; null for whoever it is
     */
    record Sender(
            @Nullable String thumbprint,
            String device,
            @Nullable HolderId mustBe) {}

    /** The ways in now, and those there were. */
    record Begun(AppTokens.@Nullable Granted app, List<Credential> ended) {}

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
     * @param age how long ago what was signed was handed out: the signature may be as old as that, however late it was sent
     */
    Begun begin(HolderId holderId, int proofing, Sender sender, Duration age) {
        String thumbprint = sender.thumbprint();
        credentials.endEarlier(holderId, proofing, thumbprint);
        return new Begun(
                thumbprint == null
                        ? null
                        : apps.grant(holderId, proofing, thumbprint, sender.device(), SignInMethod.JPKI_SIGNATURE, age),
                credentials.keepable(holderId, proofing));
    }
}
