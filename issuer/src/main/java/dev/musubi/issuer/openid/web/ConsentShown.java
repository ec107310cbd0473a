package dev.musubi.issuer.openid.web;

import dev.musubi.issuer.openid.authorization.SignInFlow.Step;
import dev.musubi.issuer.openid.request.RequestId;
import dev.musubi.issuer.openid.request.RequestReading.Accepted;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.vault.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Ties the answer to a consent page to what the page showed. A page may lie open while somebody else signs in in that
 * browser, or while the private ID is issued again: its answer is then about values that nobody read. A hidden field says,
 * as a keyed hash that tells nothing, whose session it was, of which generation the values were, and what was asked.
 */
@Component
final class ConsentShown {

    private final KeyedHash keyedHash;

    ConsentShown(KeyedHash keyedHash) {
        this.keyedHash = keyedHash;
    }

    /** The field's value. */
    String of(RequestId id, Accepted accepted, Step.Ask ask, int generation) {
        String shown = String.join(
                "\n",
                id.toString(),
                ask.session().sessionId().toString(),
                Integer.toString(generation),
                String.join(" ", Attribute.names(ask.items())),
                String.join(" ", Attribute.names(ask.essential())),
                Boolean.toString(accepted.lasts()),
                Boolean.toString(ask.monitoring()),
                accepted.client().purposeOrDefault());
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(keyedHash.of("consent-shown", shown.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether a form came from a page that showed just this. */
    boolean is(@Nullable String sent, RequestId id, Accepted accepted, Step.Ask ask, int generation) {
        return sent != null
                && MessageDigest.isEqual(
                        sent.getBytes(StandardCharsets.UTF_8),
                        of(id, accepted, ask, generation).getBytes(StandardCharsets.UTF_8));
    }
}
