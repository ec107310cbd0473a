package dev.musubi.issuer.enrolment;

import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.signin.SignInCodes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came of a signed application. */
public sealed interface EnrolmentOutcome {

    /**
     * A private ID, new or in a new generation.
     *
     * @param privateId as it is now
     * @param access lets the holder's app in; told this once
     * @param accessExpiresAt until then
     * @param signInCode signs the holder in to a browser, once and soon; told this once
     */
    record Issued(PrivateId privateId, String access, Instant accessExpiresAt, SignInCodes.Code signInCode)
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
     * @param japanese the finer sentence in Japanese
     * @param english the finer sentence in English
     */
    record Refused(
            EnrolmentRefusal refusal,
            @Nullable String reason,
            @Nullable String japanese,
            @Nullable String english) implements EnrolmentOutcome {
        Refused(EnrolmentRefusal refusal) {
            this(refusal, null, null, null);
        }
    }
}
