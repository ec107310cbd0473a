package dev.musubi.issuer.signin.web;

import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.message.Moment;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.KeyedHash;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Tells every page of somebody who is signed in when this browser will be signed out, so that each warns of it in time, and
 * marks whose page it is, so that what was typed or ticked there is found again by its writer alone.
 */
@Component
final class SessionEnd implements WebMvcConfigurer, HandlerInterceptor {

    /** Whoever is there is signing in already. */
    private static final String SIGN_IN = "signin";

    private final Browser browser;
    private final Credentials credentials;
    private final KeyedHash keyedHash;
    private final MachineClock machine;

    SessionEnd(Browser browser, Credentials credentials, KeyedHash keyedHash, MachineClock machine) {
        this.browser = browser;
        this.credentials = credentials;
        this.keyedHash = keyedHash;
        this.machine = machine;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public void postHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable ModelAndView page) {
        String view = page == null ? null : page.getViewName();
        if (page == null || view == null || view.startsWith("redirect:") || view.equals(SIGN_IN)) {
            return;
        }
        browser.session(request).ifPresent(session -> {
            page.addObject("whose", whose(session));
            if (request.getMethod().equals("GET")) {
                // An answer to a form cannot be come back to.
                page.addObject("here", request.getRequestURI());
            }
            credentials
                    .live(session.holderId(), session.credential())
                    .map(Credential::expiresAt)
                    .ifPresent(end -> ends(end, page));
        });
    }

    private void ends(Instant end, ModelAndView page) {
        page.addObject("ends", new Moment(end));
        page.addObject("endsIn", Duration.between(machine.instant(), end).toSeconds());
    }

    private String whose(BrowserSession session) {
        byte[] holder = session.holderId().toString().getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(keyedHash.of("page-of", holder));
    }
}
