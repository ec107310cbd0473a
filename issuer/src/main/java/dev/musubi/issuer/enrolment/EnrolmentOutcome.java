package dev.musubi.issuer.enrolment;

import dev.musubi.issuer.credential.AppTokens;
import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.signin.SignInCodes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a signed application. */
public sealed interface EnrolmentOutcome {

    /**
     * A private ID, new or in a new generation.
     *
     * @param privateId as it is now
     * @param app lets the app in that sent the signature; told this once
     * @param signInCode signs the holder in to the browser that the application names, once and soon; null if it names none
     * @param ended what this proofing ended and its holder may keep
     */
    record Issued(
            PrivateId privateId, AppTokens.Granted app, SignInCodes.@Nullable Code signInCode, List<Credential> ended)
            implements EnrolmentOutcome {
        @Override
        public String toString() {
            return "Issued[…]";
        }
    }

    /**
     * None; nothing was changed.
     *
     * @param refusal why
     * @param reason the finer code, where there is one
     * @param finer the finer sentence, where there is one
     */
    record Refused(
            EnrolmentRefusal refusal,
            @Nullable String reason,
            @Nullable Message finer) implements EnrolmentOutcome {
        Refused(EnrolmentRefusal refusal) {
            this(refusal, null, null);
        }
    }
}
