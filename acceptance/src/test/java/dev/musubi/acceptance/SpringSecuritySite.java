package dev.musubi.acceptance;

import java.util.Map;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * A relying party as Spring Security makes one, with nothing of ours in it: all it knows of the issuer stands in its
 * properties (docs/how-to/other-clients.md). Run as a program of its own.
 */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
public class SpringSecuritySite {

    /** Starts it; settings as {@code --name=value}. */
    public static void main(String[] arguments) {
        SpringApplication.run(SpringSecuritySite.class, arguments);
    }

    /** What the sign-in brought. */
    @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
    String me(@AuthenticationPrincipal OidcUser user) {
        String facts = JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "id_token",
                        user.getIdToken().getClaims(),
                        "userinfo",
                        Objects.requireNonNull(user.getUserInfo()).getClaims()));
        return "<pre id=\"facts\">" + HtmlUtils.htmlEscape(facts) + "</pre>";
    }
}
