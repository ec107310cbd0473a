package dev.musubi.issuer.signin.web;

import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.web.PageLanguage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * {@code /language}: the form at the foot of every page, by which its reader chooses the language of all of them. It works
 * without script, and only from a page of ours.
 */
@Controller
final class LanguagePages implements WebMvcConfigurer, HandlerInterceptor {

    /** A path of ours with its query: nothing in it leads elsewhere. */
    private static final Pattern OURS = Pattern.compile("/([A-Za-z0-9_-][A-Za-z0-9/_.~%?=&+:-]{0,1000})?");

    private static final Pattern ASKED = Pattern.compile("([?&])ui_locales=[^&]*&?");

    private final Browser browser;
    private final MachineClock machine;

    LanguagePages(Browser browser, MachineClock machine) {
        this.browser = browser;
        this.machine = machine;
    }

    /**
     * What the form holds.
     *
     * @param to the page it stands on
     */
    public record Form(String csrf, String to) {}

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    /** Pages alone have one, and of those only what can be loaded again: an answer to a form cannot. */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        if (request.getMethod().equals("GET") && accepted != null && accepted.contains("text/html")) {
            String query = request.getQueryString();
            String path = request.getRequestURI();
            String whole = query == null ? path : path + "?" + query;
            request.setAttribute(
                    "languageForm",
                    new Form(
                            browser.csrfOfBrowser(request, response),
                            OURS.matcher(whole).matches() ? whole : path));
        }
        return true;
    }

    @PostMapping("/language")
    String choose(
            @RequestParam(name = "language", required = false) @Nullable String tag,
            @RequestParam(name = "to", required = false) @Nullable String to,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request,
            HttpServletResponse response) {
        browser.mustBeOurs(request, csrf);
        Language.tagged(tag)
                .ifPresent(each ->
                        response.addHeader(HttpHeaders.SET_COOKIE, PageLanguage.cookie(each, machine.instant())));
        // What its reader says now goes before what the address still asks for.
        return "redirect:"
                + (to != null && OURS.matcher(to).matches() ? ASKED.matcher(to).replaceAll("$1") : "/");
    }
}
