package dev.musubi.demo;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.web.servlet.LocaleResolver;

/** Which language a page is in: the one its reader chose, else the first that the browser would have and we speak, else Japanese. */
final class PageLanguage implements LocaleResolver {

    private static final List<Locale> SPOKEN = List.of(Locale.JAPANESE, Locale.ENGLISH);
    private static final Duration KEPT_FOR = Duration.ofDays(365);

    private final String cookie;

    /** Browsers keep cookies by host, not by port: each site on localhost has a name of its own. */
    PageLanguage(Shop shop) {
        this.cookie = "__Host-" + shop.id() + "-language";
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return chosen(request)
                .or(() -> accepted(request.getHeader("Accept-Language")))
                .orElse(Locale.JAPANESE);
    }

    private Optional<Locale> chosen(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie each : cookies) {
            if (each.getName().equals(cookie)) {
                return tagged(each.getValue());
            }
        }
        return Optional.empty();
    }

    /** A language by its tag, if it is one of ours. */
    static Optional<Locale> tagged(@Nullable String tag) {
        return SPOKEN.stream().filter(each -> each.toLanguageTag().equals(tag)).findFirst();
    }

    private static Optional<Locale> accepted(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(Locale.lookup(Locale.LanguageRange.parse(header), SPOKEN));
        } catch (IllegalArgumentException notALanguage) {
            return Optional.empty();
        }
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        if (response != null && locale != null) {
            response.addHeader(
                    "Set-Cookie",
                    ResponseCookie.from(cookie, locale.toLanguageTag())
                            .secure(true)
                            .httpOnly(true)
                            .sameSite("Lax")
                            .path("/")
                            .maxAge(KEPT_FOR)
                            .build()
                            .toString());
        }
    }
}
