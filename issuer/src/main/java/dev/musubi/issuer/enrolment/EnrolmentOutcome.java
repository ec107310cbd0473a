package dev.musubi.issuer.enrolment;

import dev.musubi.issuer.credential.AppTokens;
import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.privateid.PrivateId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What came of a signed application. */
public sealed interface EnrolmentOutcome {

    /**
     * A private ID, new or in a new generation.
     *
     * @param privateId as it is now
     * @param app lets the app in that sent the signature, told this once; null where a browser did
     * @param ended what this proofing ended and its holder may keep
     */
    record Issued(PrivateId privateId, AppTokens.@Nullable Granted app, List<Credential> ended)
            implements EnrolmentOutcome {
        /** What lets in the app that sent the signature, where one did. */
        public AppTokens.Granted letIn() {
            return Objects.requireNonNull(app);
        }

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
