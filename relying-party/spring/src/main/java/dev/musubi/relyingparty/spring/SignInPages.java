package dev.musubi.relyingparty.spring;

import dev.musubi.relyingparty.NotSignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/**
 * What a person sees where a sign-in does not end as it should, and in which language the issuer speaks to them. Make a bean of
 * your own for pages in your own style.
 */
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

    /**
     * The languages that this browser's reader is to find on the issuer's pages too, BCP 47 tags, the one liked best first: that
     * of the page they come from. Asked where the demand names none. Empty leaves it to the issuer, which goes by what was chosen
     * there and by the browser.
     */
    default List<String> languages(HttpServletRequest request) {
        return List.of();
    }
}
