package dev.musubi.issuer.signin;

import dev.musubi.issuer.dpop.RequestProofs;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds out who asks for a signature: by the key the request proves, and by the browser it names. */
@Component
public class Requesters {

    private final RequestProofs proofs;
    private final BrowserNumbers browsers;
    private final CheckWords words;
    private final SignInSettings settings;

    Requesters(RequestProofs proofs, BrowserNumbers browsers, CheckWords words, SignInSettings settings) {
        this.proofs = proofs;
        this.browsers = browsers;
        this.words = words;
        this.settings = settings;
    }

    /**
     * The requester behind a request.
     *
     * @param browser the number of the browser to sign in, as it was typed, if one is to be
     * @throws ProblemException {@code browser_unknown}, or about the proof
     */
    public Requester of(HttpServletRequest request, @Nullable String browser) {
        String number = browser == null
                ? null
                : browsers.read(browser)
                        .orElseThrow(() -> new ProblemException(
                                422,
                                "browser_unknown",
                                "No browser of this number was shown a sign-in page of ours. Look at the page again.",
                                "ブラウザーの番号が違います。サインインの画面の番号をもう一度ご確認ください。",
                                null));
        String thumbprint = thumbprint(request);
        return new Requester(thumbprint, number, number == null ? words.random() : words.of(number));
    }

    /** The thumbprint of the key a request proves. */
    public String thumbprint(HttpServletRequest request) {
        return proofs.keyOf(request, settings.origin());
    }
}
