package dev.musubi.relyingparty.spring;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * What binds a sign-in to the browser that began it (RFC 9700 section 4.7): a cookie for each, named by the state it comes
 * back with, and worth a secret under which the server keeps the rest. A browser that begins twice before it has any cookie
 * of ours gets two, where one session cookie would replace the other.
 */
final class SignInCookies {

    private static final String NAME = "musubi-sign-in-";
    private static final Duration TERM = Duration.ofHours(1);
    private static final int MOST = 8;
    private static final int STATE_PART = 16;
    private static final int SECRET_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final PendingSignIns kept;
    private final String prefix;
    private final boolean secure;

    /** For an application at this origin. Over https no other host's page can set such a cookie ({@code __Host-}). */
    SignInCookies(PendingSignIns kept, String origin) {
        this.kept = kept;
        this.secure = origin.startsWith("https:");
        this.prefix = (secure ? "__Host-" : "") + NAME;
    }

    /** Keeps a sign-in that has begun. Several tabs may have one each; the oldest of too many is forgotten. */
    void keep(HttpServletRequest request, HttpServletResponse response, PendingSignIns.Begun begun) {
        // RFC 6265 section 5.4: browsers send the older ones first.
        List<Cookie> before = ours(request);
        for (Cookie oldest : before.subList(0, Math.max(0, before.size() - MOST + 1))) {
            kept.take(oldest.getValue());
            set(response, oldest.getName(), "", Duration.ZERO);
        }
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        kept.keep(secret, begun);
        set(response, name(begun.pending().state()), secret, TERM);
    }

    /** Takes it out again. */
    Optional<PendingSignIns.Begun> take(
            HttpServletRequest request, HttpServletResponse response, @Nullable String state) {
        if (state == null || state.length() < STATE_PART) {
            return Optional.empty();
        }
        for (Cookie each : ours(request)) {
            if (each.getName().equals(name(state))) {
                set(response, each.getName(), "", Duration.ZERO);
                return kept.take(each.getValue());
            }
        }
        return Optional.empty();
    }

    private String name(String state) {
        return prefix + state.substring(0, STATE_PART);
    }

    private List<Cookie> ours(HttpServletRequest request) {
        List<Cookie> ours = new ArrayList<>();
        Cookie[] all = request.getCookies();
        if (all != null) {
            for (Cookie each : all) {
                if (each.getName().startsWith(prefix)) {
                    ours.add(each);
                }
            }
        }
        return ours;
    }

    private void set(HttpServletResponse response, String name, String value, Duration term) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name, value)
                        .path("/")
                        .secure(secure)
                        .httpOnly(true)
                        .sameSite("Lax")
                        .maxAge(term)
                        .build()
                        .toString());
    }
}
