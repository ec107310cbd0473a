package dev.musubi.relyingparty.spring;

import dev.musubi.relyingparty.NotSignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What a person sees where a sign-in does not end as it should. Make a bean of your own for pages in your own style. */
public interface SignInPages {

    /**
     * Nobody was signed in. The response has its status already: 503 with {@code Retry-After} where the issuer cannot be
     * reached or the clock was set back, else 403.
     *
     * @param why why not
     * @param again the address at which the holder may try again with pages, a path of this application
     */
    void notSignedIn(NotSignedIn why, String again, HttpServletRequest request, HttpServletResponse response)
            throws IOException;
}
