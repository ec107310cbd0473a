package dev.musubi.issuer.web;

import dev.musubi.issuer.message.Language;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;

/**
 * Which language a page is in: the one that the sign-in it is part of was asked for in ({@code ui_locales}, OpenID Connect
 * Core 1.0 section 3.1.2.1), else the one its reader chose, else the first that the browser would have and we speak, else
 * Japanese. What its reader chose after that sign-in began goes first: a button that does nothing is none. So does a choice of
 * easy words in the language asked for: whoever asked has no such pages, and did not mean to take them away.
 */
@Component("localeResolver")
public final class PageLanguage implements LocaleResolver {

    private static final String COOKIE = "__Host-musubi-language";
    private static final Duration KEPT_FOR = Duration.ofDays(365);
    private static final String RESOLVED = PageLanguage.class.getName() + ".resolved";
    private static final String SERVED = PageLanguage.class.getName() + ".served";

    private final ObjectProvider<AskedLanguage> asked;

    PageLanguage(ObjectProvider<AskedLanguage> asked) {
        this.asked = asked;
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        if (request.getAttribute(RESOLVED) instanceof Language known) {
            return known.locale();
        }
        Language language = asked.stream()
                .flatMap(each -> each.of(request).stream())
                .filter(each -> choice(request)
                        .filter(own ->
                                own.at().isAfter(each.since()) || own.language().isEasyFormOf(each.language()))
                        .isEmpty())
                .map(AskedLanguage.Asked::language)
                .findFirst()
                .orElseGet(() -> ofBrowser(request));
        request.setAttribute(RESOLVED, language);
        return language.locale();
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("a language is chosen by a form of ours");
    }

    /** By what the browser says alone: for where nothing behind the doors can be asked. */
    static Language ofBrowser(HttpServletRequest request) {
        return choice(request)
                .map(Choice::language)
                .or(() -> Language.accepted(request.getHeader("Accept-Language")))
                .orElse(Language.JAPANESE);
    }

    /** Asks nobody else any more: whoever could be asked may be away. */
    static void askNobody(HttpServletRequest request) {
        if (request.getAttribute(RESOLVED) == null) {
            request.setAttribute(RESOLVED, ofBrowser(request));
        }
    }

    /** Says that the page of this request leads on to {@code address}, where its own address does not say so. */
    public static void leadsOn(HttpServletRequest request, @Nullable String address) {
        request.setAttribute(SERVED, address);
        request.removeAttribute(RESOLVED);
    }

    /** The addresses that say what a page is for: its own, and those it leads on to. */
    public static List<String> addresses(HttpServletRequest request) {
        return Stream.of(request.getRequestURI(), request.getParameter("to"), (String) request.getAttribute(SERVED))
                .filter(each -> each != null)
                .toList();
    }

    /** The cookie that keeps a choice. */
    public static String cookie(Language language, Instant now) {
        return ResponseCookie.from(COOKIE, language.tag() + "." + now.getEpochSecond())
                .secure(true)
                .httpOnly(true)
                .sameSite("Lax")
                .path("/")
                .maxAge(KEPT_FOR)
                .build()
                .toString();
    }

    /** What the reader chose, and when. */
    private record Choice(Language language, Instant at) {}

    private static Optional<Choice> choice(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(COOKIE)) {
                String[] parts = cookie.getValue().split("\\.", 2);
                return parts.length == 2 && parts[1].matches("[0-9]{1,11}")
                        ? Language.tagged(parts[0])
                                .map(each -> new Choice(each, Instant.ofEpochSecond(Long.parseLong(parts[1]))))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
