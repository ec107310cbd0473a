package dev.musubi.demo;

import dev.musubi.relyingparty.spring.MusubiSession;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page needs: whose it is, whether somebody is signed in, and where a choice of language comes back to. */
@ControllerAdvice
final class ShopPages {

    private final Shop shop;

    ShopPages(Shop shop) {
        this.shop = shop;
    }

    @ModelAttribute
    void everyPage(HttpServletRequest request, Model model) {
        model.addAllAttributes(everyPage(request));
    }

    /** The same for a page that is no controller's. */
    Map<String, Object> everyPage(HttpServletRequest request) {
        return Map.of(
                "shop",
                shop,
                "signedIn",
                MusubiSession.signedIn(request).isPresent(),
                "here",
                LanguagePage.page(request.getRequestURI()));
    }
}
