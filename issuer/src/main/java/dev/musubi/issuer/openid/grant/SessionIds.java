package dev.musubi.issuer.openid.grant;

import dev.musubi.issuer.signin.SessionId;
import dev.musubi.issuer.vault.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.springframework.stereotype.Component;

/**
 * The {@code sid} of a browser's session (OpenID Connect Back-Channel Logout 1.0 section 2.1): another one for each
 * client, so that no two of them can tell that somebody is signed in at both.
 */
@Component
public class SessionIds {

    private final KeyedHash keyedHash;

    SessionIds(KeyedHash keyedHash) {
        this.keyedHash = keyedHash;
    }

    /** The name of a session towards a client. */
    public String of(SessionId sessionId, String clientId) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(keyedHash.of("sid", (sessionId + "\n" + clientId).getBytes(StandardCharsets.UTF_8)));
    }
}
