package dev.musubi.demo;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.LocaleResolver;

/** The other language, at the foot of every page. */
@Controller
final class LanguagePage {

    private static final String FIRST = "/";

    /** Pages that can be loaded again. */
    private static final Set<String> PAGES = Set.of(FIRST, "/procedure", "/signature", "/mine", CounterPage.PATH);

    private final LocaleResolver languages;

    LanguagePage(LocaleResolver languages) {
        this.languages = languages;
    }

    @PostMapping("/language")
    String choose(
            @RequestParam(defaultValue = "") String language,
            @RequestParam(defaultValue = FIRST) String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<Locale> chosen = PageLanguage.tagged(language);
        chosen.ifPresent(each -> languages.setLocale(request, response, each));
        return "redirect:" + page(to);
    }

    /** Where a choice made on the page at this path leads: to the same page, if it can be loaded again. */
    static String page(String path) {
        return PAGES.contains(path) ? path : FIRST;
    }
}
