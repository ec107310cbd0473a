package dev.musubi.issuer.web;

import dev.musubi.issuer.message.Catalogue;
import dev.musubi.issuer.message.Language;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** The residents' fixed pages, for whoever is not signed in, and the words of all pages. */
@Controller
class StaticPages {

    @GetMapping({"/terms", "/terms/"})
    String terms(HttpServletResponse response) {
        PageHeaders.set(response);
        return "terms";
    }

    @GetMapping({"/reissue", "/reissue/"})
    String reissue(HttpServletResponse response) {
        PageHeaders.set(response);
        return "reissue";
    }

    /** What to do when a certificate has expired, was revoked, or its password is locked; and what our words mean. */
    @GetMapping("/help")
    String help(HttpServletResponse response) {
        PageHeaders.set(response);
        return "help";
    }

    /** What a phone needs to put the pages beside its apps (W3C Web Application Manifest). */
    @GetMapping(path = "/manifest.webmanifest", produces = "application/manifest+json")
    @ResponseBody
    Map<String, Object> manifest(Locale locale) {
        Language language = Language.of(locale);
        return Map.of(
                "name", Catalogue.text(language, "page.app"),
                "short_name", Catalogue.text(language, "page.service"),
                "lang", language.tag(),
                "start_url", "/home",
                "scope", "/",
                "display", "standalone",
                "background_color", "#ffffff",
                "theme_color", "#0017c1",
                "icons",
                        List.of(
                                icon("/icons/icon.svg", "image/svg+xml", "any", "any"),
                                icon("/icons/icon-192.png", "image/png", "192x192", "any"),
                                icon("/icons/icon-512.png", "image/png", "512x512", "any"),
                                icon("/icons/icon-maskable.png", "image/png", "512x512", "maskable")));
    }

    private static Map<String, String> icon(String address, String type, String sizes, String purpose) {
        return Map.of("src", address, "type", type, "sizes", sizes, "purpose", purpose);
    }

    @Bean
    static MessageSource messageSource() {
        return Catalogue.source();
    }
}
