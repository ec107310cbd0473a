package dev.musubi.issuer.signin.web;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.BrowserSessions;
import dev.musubi.issuer.signin.SignInMethod;
import dev.musubi.issuer.vault.KeyedHash;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/**
 * The browser behind a request: which one it is (a random cookie from its first page on), who is signed in there, and
 * whether a form came from one of our own pages.
 *
 * <p>Both cookies have the {@code __Host-} prefix (RFC 6265bis section 4.1.3.2), so no other host can set them, and
 * {@code SameSite=Lax}, so that a relying party's link into a sign-in finds the session while its forms do not.
 */
@Component
public class Browser {

    private static final String BROWSER = "__Host-musubi-browser";
    private static final String SESSION = "__Host-musubi-session";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final BrowserSessions sessions;
    private final KeyedHash keyedHash;

    Browser(BrowserSessions sessions, KeyedHash keyedHash) {
        this.sessions = sessions;
        this.keyedHash = keyedHash;
    }

    /** Which browser it is; a new one is given its cookie. */
    public String idOf(HttpServletRequest request, HttpServletResponse response) {
        String known = cookie(request, BROWSER);
        if (known != null && known.matches("[A-Za-z0-9_-]{43}")) {
            return known;
        }
        if (request.getAttribute(BROWSER) instanceof String given) {
            return given;
        }
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        request.setAttribute(BROWSER, id);
        response.addHeader(HttpHeaders.SET_COOKIE, fresh(BROWSER, id, -1));
        return id;
    }

    /** The session in this browser. */
    public Optional<BrowserSession> session(HttpServletRequest request) {
        String value = cookie(request, SESSION);
        return value == null ? Optional.empty() : sessions.of(value);
    }

    /** Signs a holder in in this browser: their session there goes on, anybody else's ends. */
    public void signIn(
            HttpServletRequest request, HttpServletResponse response, HolderId holderId, SignInMethod method) {
        Optional<BrowserSession> before = session(request);
        if (before.isPresent()) {
            if (before.get().holderId().equals(holderId) && sessions.again(before.get(), method)) {
                return;
            }
            sessions.end(before.get().holderId(), before.get().sessionId());
        }
        String value = sessions.begin(holderId, method, Device.of(request.getHeader(HttpHeaders.USER_AGENT)));
        response.addHeader(HttpHeaders.SET_COOKIE, fresh(SESSION, value, -1));
    }

    /** Ends the session in this browser. */
    public void signOut(HttpServletRequest request, HttpServletResponse response) {
        session(request).ifPresent(session -> sessions.end(session.holderId(), session.sessionId()));
        response.addHeader(HttpHeaders.SET_COOKIE, fresh(SESSION, "", 0));
    }

    /** A value for the hidden field {@code csrf} of a form on a page for this browser. */
    public String csrf(HttpServletRequest request, HttpServletResponse response) {
        return csrfOf(idOf(request, response));
    }

    /**
     * Lets a form through only if it came from a page that was made for this browser.
     *
     * @throws ProblemException {@code foreign_form}
     */
    public void mustBeOurs(HttpServletRequest request, @Nullable String csrf) {
        String id = cookie(request, BROWSER);
        if (id == null
                || csrf == null
                || !MessageDigest.isEqual(
                        csrf.getBytes(StandardCharsets.UTF_8), csrfOf(id).getBytes(StandardCharsets.UTF_8))) {
            throw new ProblemException(
                    403,
                    "foreign_form",
                    "This form did not come from our page in this browser, or cookies are off. Please start again.",
                    "この画面からの操作を確認できませんでした。Cookieを有効にして、はじめからやり直してください。",
                    null);
        }
    }

    private String csrfOf(String id) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(keyedHash.of("csrf", id.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String fresh(String name, String value, long maxAge) {
        return ResponseCookie.from(name, value)
                .secure(true)
                .httpOnly(true)
                .sameSite("Lax")
                .path("/")
                .maxAge(maxAge)
                .build()
                .toString();
    }

    private static @Nullable String cookie(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name)) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }
}
