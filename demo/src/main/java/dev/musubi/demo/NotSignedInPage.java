package dev.musubi.demo;

import dev.musubi.relyingparty.NotSignedIn;
import dev.musubi.relyingparty.spring.SignInPages;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;

/** What is shown where somebody was not signed in, in the style of the other pages. */
@Component
final class NotSignedInPage implements SignInPages {

    private final ViewResolver views;
    private final Shop shop;

    NotSignedInPage(ViewResolver thymeleafViewResolver, Shop shop) {
        this.views = thymeleafViewResolver;
        this.shop = shop;
    }

    @Override
    public void notSignedIn(NotSignedIn why, String again, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean open = switch (why.remedy()) {
            case ASK_INTERACTIVELY, BEGIN_AGAIN, LATER -> true;
            case OPERATOR, NONE -> false;
        };
        try {
            View view = views.resolveViewName("not-signed-in", Locale.JAPANESE);
            if (view == null) {
                throw new IllegalStateException("the page is part of this program");
            }
            view.render(Map.of("why", why, "again", again, "open", open, "shop", shop), request, response);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the page cannot be shown", e instanceof ServletException ? e.getCause() : e);
        }
    }
}
