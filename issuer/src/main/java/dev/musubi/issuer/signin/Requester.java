package dev.musubi.issuer.signin;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a signature. What is signed says so, so that what comes of it works with that key alone, and so that the
 * signer sees for whom it is.
 *
 * @param thumbprint the SHA-256 thumbprint (RFC 7638) of the key of whoever asks and will submit
 * @param browser the number of the browser that is to be signed in; null if none is
 * @param checkWord what both sides show
 */
public record Requester(String thumbprint, @Nullable String browser, String checkWord) {

    /**
     * The members of a document that say it: {@code site} (name and host), {@code check_word}, {@code cnf} (RFC 7800
     * section 3.1, with {@code jkt} as in RFC 9449 section 6.1), and {@code browser}.
     *
     * @param origin our origin as residents see it
     * @param name our name
     */
    public Map<String, Object> members(URI origin, String name) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("site", Map.of("name", name, "host", origin.getAuthority()));
        members.put("check_word", checkWord);
        members.put("cnf", Map.of("jkt", thumbprint));
        if (browser != null) {
            members.put("browser", browser);
        }
        return members;
    }

    /** Two lines for whoever is about to sign. */
    public String display(URI origin, String name) {
        return "依頼元: %s（%s）\n確認のことば: %s".formatted(name, origin.getAuthority(), checkWord)
                + (browser == null ? "" : "\nサインインするブラウザーの番号: " + browser);
    }
}
