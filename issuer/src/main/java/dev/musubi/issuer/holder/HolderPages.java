package dev.musubi.issuer.holder;

import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.web.PageHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What every page of a holder's has: somebody who is signed in, and a form's hidden field. */
@Component
final class HolderPages {

    private final Browser browser;

    HolderPages(Browser browser) {
        this.browser = browser;
    }

    /** The page filled in for whoever is signed in; the sign-in, and back to it, where nobody is. */
    String show(
            String view,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            Consumer<BrowserSession> fill) {
        Optional<BrowserSession> session = browser.session(request);
        if (session.isEmpty()) {
            return signIn(request);
        }
        PageHeaders.set(response);
        model.addAttribute("csrf", browser.csrf(request, response));
        fill.accept(session.get());
        return view;
    }

    /** Leads to the sign-in, and from there back to the page that was asked for. */
    static String signIn(HttpServletRequest request) {
        return "redirect:/signin?to=" + request.getRequestURI();
    }
}
