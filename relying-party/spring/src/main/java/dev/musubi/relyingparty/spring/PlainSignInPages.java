package dev.musubi.relyingparty.spring;

import dev.musubi.relyingparty.NotSignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.web.util.HtmlUtils;

/** One plain page: what is the matter, and a way on where there is one. */
final class PlainSignInPages implements SignInPages {

    @Override
    public void notSignedIn(NotSignedIn why, String again, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean open = switch (why.remedy()) {
            case ASK_INTERACTIVELY, BEGIN_AGAIN, LATER -> true;
            case OPERATOR, NONE -> false;
        };
        String link = open
                ? "<p><a id=\"again\" href=\"" + HtmlUtils.htmlEscape(again, "UTF-8")
                        + "\">民間IDで続ける <span lang=\"en\">(Continue with your private ID)</span></a></p>"
                : "";
        byte[] page = """
                <!doctype html>
                <html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>サインイン</title></head><body><main>
                <h1>サインインできませんでした</h1>
                <p id="why">%s</p><p lang="en">%s</p>
                %s
                <p><small id="code">%s</small></p>
                </main></body></html>
                """.formatted(
                        HtmlUtils.htmlEscape(why.japanese(), "UTF-8"),
                        HtmlUtils.htmlEscape(why.english(), "UTF-8"),
                        link,
                        HtmlUtils.htmlEscape(why.code(), "UTF-8"))
                .getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getOutputStream().write(page);
    }
}
