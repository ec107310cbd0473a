package dev.musubi.issuer.signin;

import dev.musubi.issuer.database.Sha256;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a signature. What is signed says so, so that what comes of it works with that key alone, and so that the
 * signer sees for whom it is.
 *
 * @param thumbprint the SHA-256 thumbprint (RFC 7638) of the key of whoever asks and will submit; null where a browser asks,
 *     which has none
 * @param browser the hash of the browser's mark, where a browser asks: it is known by that to us alone, so nothing that is
 *     signed says it
 * @param checkWord what both sides show
 */
public record Requester(@Nullable String thumbprint, byte @Nullable [] browser, String checkWord) {

    /** An app, by the thumbprint of its key. */
    public static Requester app(String thumbprint, String checkWord) {
        return new Requester(thumbprint, null, checkWord);
    }

    /** A browser, by its mark. */
    public static Requester browser(BrowserMarks browser, String checkWord) {
        return new Requester(null, Sha256.of(browser.first()), checkWord);
    }

    /** Somebody asks. */
    public Requester {
        if (thumbprint == null && browser == null) {
            throw new IllegalArgumentException("nobody asks");
        }
    }

    /**
     * The members of a document that say it: {@code site} (name and host), {@code check_word}, {@code cnf} (RFC 7800
     * section 3.1, with {@code jkt} as in RFC 9449 section 6.1) where it has a key.
     *
     * @param origin our origin as residents see it
     * @param name our name
     */
    public Map<String, Object> members(URI origin, String name) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("site", Map.of("name", name, "host", origin.getAuthority()));
        members.put("check_word", checkWord);
        if (thumbprint != null) {
            members.put("cnf", Map.of("jkt", thumbprint));
        }
        return members;
    }

    /** Two lines for whoever is about to sign. */
    public String display(URI origin, String name) {
        return "依頼元: %s（%s）\n確認のことば: %s".formatted(name, origin.getAuthority(), checkWord);
    }
}
