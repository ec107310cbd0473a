package dev.musubi.demo;

import dev.musubi.relyingparty.NotSignedIn;
import dev.musubi.relyingparty.spring.SignInPages;
import dev.musubi.relyingparty.standing.Unmet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;

/** What is shown where somebody was not signed in, in the style of the other pages; the issuer's go on in their language. */
@Component
final class NotSignedInPage implements SignInPages {

    private final ViewResolver views;
    private final ShopPages pages;
    private final LocaleResolver languages;

    NotSignedInPage(ViewResolver thymeleafViewResolver, ShopPages pages, LocaleResolver languages) {
        this.views = thymeleafViewResolver;
        this.pages = pages;
        this.languages = languages;
    }

    @Override
    public List<String> languages(HttpServletRequest request) {
        return List.of(languages.resolveLocale(request).toLanguageTag());
    }

    @Override
    public void notSignedIn(NotSignedIn why, String again, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean open = switch (why.remedy()) {
            case ASK_INTERACTIVELY, BEGIN_AGAIN, LATER -> true;
            case OPERATOR, NONE -> false;
        };
        try {
            View view = views.resolveViewName("not-signed-in", languages.resolveLocale(request));
            if (view == null) {
                throw new IllegalStateException("the page is part of this program");
            }
            Map<String, Object> model = new HashMap<>(pages.everyPage(request));
            model.put("why", new Said(why.japanese(), why.english()));
            model.put("code", why.code());
            model.put("again", again);
            model.put("open", open);
            model.put(
                    "reissue",
                    why instanceof NotSignedIn.StandingNotMet(Unmet unmet) && unmet == Unmet.REISSUE_REQUIRED);
            view.render(model, request, response);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the page cannot be shown", e instanceof ServletException ? e.getCause() : e);
        }
    }
}
