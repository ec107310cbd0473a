package dev.musubi.relyingparty;

import dev.musubi.relyingparty.NotSignedIn.InteractionNeeded;
import dev.musubi.relyingparty.NotSignedIn.InteractionNeeded.Need;
import dev.musubi.relyingparty.standing.StepUpChallenge;
import dev.musubi.relyingparty.standing.Unmet;
import org.jspecify.annotations.Nullable;

/** The provider's error codes as outcomes. */
final class Errors {

    private static final int LONGEST = 64;

    private Errors() {}

    static NotSignedIn of(String error, @Nullable String description) {
        return switch (error) {
            case StepUpChallenge.ERROR ->
                new NotSignedIn.StandingNotMet(Unmet.startOf(description == null ? "" : description));
            case "login_required" -> new InteractionNeeded(Need.LOGIN);
            case "consent_required" -> new InteractionNeeded(Need.CONSENT);
            case "interaction_required", "account_selection_required" -> new InteractionNeeded(Need.INTERACTION);
            case "access_denied" -> new NotSignedIn.Declined();
            default -> new NotSignedIn.ProviderRefused(word(error));
        };
    }

    /** Codes come through the browser: only what looks like one goes on. */
    private static String word(String error) {
        return error.length() <= LONGEST && error.matches("[A-Za-z0-9_.-]+") ? error : "malformed_error";
    }
}
