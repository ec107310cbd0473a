package dev.musubi.issuer.signin.web;

import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.signin.BrowserMarks;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.BrowserSessions;
import dev.musubi.issuer.signin.SignInSettings;
import dev.musubi.issuer.signin.SignedIn;
import dev.musubi.issuer.vault.KeyedHash;
import dev.musubi.issuer.web.Limits;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/**
 * The browser behind a request: which one it is (a random cookie from its first page on), who is signed in there, and
 * whether a form came from one of our own pages.
 *
 * <p>Both cookies have the {@code __Host-} prefix (RFC 6265bis section 4.1.3.2), so no other host can set them, and
 * {@code SameSite=Lax}, so that a relying party's link into a sign-in finds the session while its forms do not. A request
 * that another site's page made without a click on a link comes without them, and nothing is set in answer to it: it would
 * take the place of what this browser has.
 */
@Component
public class Browser {

    /** Each mark has a cookie with a name of its own: two answers at the same moment set two. */
    private static final String BROWSER = "__Host-musubi-browser-";

    private static final int NAME_PART = 8;
    private static final int MOST_MARKS = 8;

    /** What is hashed of the browser, and what of the session: in no alphabet of base64url. */
    private static final String BETWEEN = ".";

    private static final String COUNTED = "musubi.holder-counted";
    private static final String BEGUN = "musubi.session-begun";
    private static final String SESSION = "__Host-musubi-session";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final BrowserSessions sessions;
    private final SignInSettings settings;
    private final KeyedHash keyedHash;
    private final Limits limits;

    Browser(BrowserSessions sessions, SignInSettings settings, KeyedHash keyedHash, Limits limits) {
        this.limits = limits;
        this.sessions = sessions;
        this.settings = settings;
        this.keyedHash = keyedHash;
    }

    /** Which browser it is; a new one is given its cookie. */
    public BrowserMarks marks(HttpServletRequest request, HttpServletResponse response) {
        List<String> known = marks(request);
        if (!known.isEmpty()) {
            return new BrowserMarks(known);
        }
        if (request.getAttribute(BROWSER) instanceof String given) {
            return BrowserMarks.of(given);
        }
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String mark = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        request.setAttribute(BROWSER, mark);
        if (CrossSite.maySet(request, settings.origin())) {
            response.addHeader(HttpHeaders.SET_COOKIE, fresh(BROWSER + mark.substring(0, NAME_PART), mark, -1));
        }
        return BrowserMarks.of(mark);
    }

    private static List<String> marks(HttpServletRequest request) {
        List<String> marks = new ArrayList<>();
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                String value = cookie.getValue();
                if (cookie.getName().startsWith(BROWSER)
                        && value.matches("[A-Za-z0-9_-]{43}")
                        && marks.size() < MOST_MARKS) {
                    marks.add(value);
                }
            }
        }
        // Browsers may send them in any order; what is shown must not change with it.
        marks.sort(null);
        return marks;
    }

    /** Whether another site's page made this browser send it, so that it may have come without this browser's cookies. */
    public boolean isFromElsewhere(HttpServletRequest request) {
        return CrossSite.isFromElsewhere(request, settings.origin());
    }

    /** The session in this browser. */
    public Optional<BrowserSession> session(HttpServletRequest request) {
        String value = cookie(request, SESSION);
        Optional<BrowserSession> session = value == null ? Optional.empty() : sessions.of(value);
        session.ifPresent(found -> count(request, found));
        return session;
    }

    /** Once a request, however often the session is asked for. */
    private void count(HttpServletRequest request, BrowserSession session) {
        if (request.getAttribute(COUNTED) == null) {
            request.setAttribute(COUNTED, true);
            limits.holder(session.holderId().toString());
        }
    }

    /**
     * Signs a holder in in this browser: their session there goes on, anybody else's ends.
     *
     * @return false if what signed them in has ended, or was used up, meanwhile
     */
    public boolean signIn(HttpServletRequest request, HttpServletResponse response, SignedIn signedIn) {
        Optional<BrowserSession> before = session(request);
        Optional<String> goesOn = before.filter(each -> each.holderId().equals(signedIn.holderId()))
                .flatMap(each -> sessions.again(each, signedIn));
        Optional<String> cookie = goesOn.isPresent()
                ? goesOn
                : sessions.begin(signedIn, Device.of(request.getHeader(HttpHeaders.USER_AGENT)));
        if (cookie.isEmpty()) {
            return false;
        }
        if (goesOn.isEmpty()) {
            before.ifPresent(each -> sessions.end(each.holderId(), each.sessionId()));
        }
        response.addHeader(HttpHeaders.SET_COOKIE, fresh(SESSION, cookie.get(), -1));
        sessions.of(cookie.get())
                .ifPresent(each -> request.setAttribute(
                        BEGUN,
                        new BrowserSessions.Begun(
                                each.holderId().toString(), each.sessionId().toString(), each.authenticatedAt())));
        return true;
    }

    /** The session that this request began. */
    public Optional<BrowserSessions.Begun> begun(HttpServletRequest request) {
        return Optional.ofNullable((BrowserSessions.Begun) request.getAttribute(BEGUN));
    }

    /** Gives this browser once more the cookie of a session that it began a moment ago: it may have dropped the first answer. */
    public void resume(BrowserSessions.Begun begun, HttpServletResponse response) {
        sessions.cookieOf(begun)
                .ifPresent(cookie -> response.addHeader(HttpHeaders.SET_COOKIE, fresh(SESSION, cookie, -1)));
    }

    /** Whose private ID was given up in this browser a moment ago. */
    public Optional<HolderId> gaveUpJustNow(HttpServletRequest request) {
        String value = cookie(request, SESSION);
        return value == null ? Optional.empty() : sessions.gaveUpJustNow(value);
    }

    /** The session that this browser had last, whether it is still going on or not. */
    Optional<CredentialId> lastSession(HttpServletRequest request) {
        String value = cookie(request, SESSION);
        return value == null ? Optional.empty() : sessions.credentialOf(value);
    }

    /** Ends the session in this browser. */
    public void signOut(HttpServletRequest request, HttpServletResponse response) {
        session(request).ifPresent(session -> sessions.end(session.holderId(), session.sessionId()));
        if (cookie(request, SESSION) != null) {
            response.addHeader(HttpHeaders.SET_COOKIE, fresh(SESSION, "", 0));
        }
    }

    /** A value for the hidden field {@code csrf} of a form on a page for this browser, and for whoever is signed in there. */
    public String csrf(HttpServletRequest request, HttpServletResponse response) {
        String ofBrowser = csrfOf(marks(request, response).first());
        return session(request)
                .map(session -> ofBrowser + BETWEEN + csrfOf(session))
                .orElse(ofBrowser);
    }

    /** The same for a form that is whoever's: it says nothing of who is signed in. */
    String csrfOfBrowser(HttpServletRequest request, HttpServletResponse response) {
        return csrfOf(marks(request, response).first());
    }

    /**
     * Lets a form through only if it came from a page that was made for this browser.
     *
     * @throws ProblemException {@code foreign_form}
     */
    public void mustBeOurs(HttpServletRequest request, @Nullable String csrf) {
        List<String> marks = marks(request);
        if (marks.isEmpty()) {
            throw new ProblemException(
                            403,
                            "foreign_form",
                            new Message(
                                    "ブラウザーからCookieが届きませんでした。Cookieを有効にして、はじめからやり直してください。",
                                    "Your browser sent no cookie of ours with this form. Please allow cookies and start again."))
                    .because("cookies_missing");
        }
        String sent = csrf == null ? "" : csrf.split(Pattern.quote(BETWEEN), 2)[0];
        if (!new BrowserMarks(marks).any(mark -> isEqual(sent, csrfOf(mark)))) {
            throw foreign();
        }
    }

    /**
     * Lets a form through only if it came from a page that was made for this very session: a page that lies open while
     * somebody else signs in orders nothing in their name.
     *
     * @throws ProblemException {@code foreign_form}
     */
    public void mustBeOf(BrowserSession session, HttpServletRequest request, @Nullable String csrf) {
        mustBeOurs(request, csrf);
        String[] sent = (csrf == null ? "" : csrf).split(Pattern.quote(BETWEEN), 2);
        if (sent.length < 2 || !isEqual(sent[1], csrfOf(session))) {
            throw foreign().because("another_sign_in");
        }
    }

    private static ProblemException foreign() {
        return new ProblemException(
                403,
                "foreign_form",
                new Message(
                        "この画面からの操作を確認できませんでした。はじめからやり直してください。",
                        "This form did not come from a page of ours in this browser. Please start again."));
    }

    private static boolean isEqual(String sent, String expected) {
        return MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private String csrfOf(BrowserSession session) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(keyedHash.of(
                        "csrf-session", session.sessionId().toString().getBytes(StandardCharsets.US_ASCII)));
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
