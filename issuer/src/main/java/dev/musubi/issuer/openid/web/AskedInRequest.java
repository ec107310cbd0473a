package dev.musubi.issuer.openid.web;

import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.openid.request.RequestId;
import dev.musubi.issuer.openid.request.WaitingRequests;
import dev.musubi.issuer.web.AskedLanguage;
import dev.musubi.issuer.web.PageLanguage;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The language that a client asked for ({@code ui_locales}): in the authorization request that a page is part of, however it
 * came, or in the address of the page itself (OpenID Connect RP-Initiated Logout 1.0 section 2).
 */
@Component
final class AskedInRequest implements AskedLanguage {

    private static final String UI_LOCALES = "ui_locales";
    private static final Pattern WAITS = Pattern.compile("/openid/continue/([0-9a-f-]{36})");

    private final WaitingRequests waiting;

    AskedInRequest(WaitingRequests waiting) {
        this.waiting = waiting;
    }

    @Override
    public Optional<Asked> of(HttpServletRequest request) {
        String uri = request.getRequestURI();
        if (uri.equals("/openid/authorize") || uri.equals("/openid/logout")) {
            return language(request.getParameter(UI_LOCALES)).map(each -> new Asked(each, Instant.MAX));
        }
        return PageLanguage.addresses(request).stream()
                .flatMap(each -> WAITS.matcher(each).results())
                .map(MatchResult::group)
                .map(each -> each.substring(each.lastIndexOf('/') + 1))
                .findFirst()
                .flatMap(each -> DatabaseId.sent(each, RequestId::of))
                .flatMap(waiting::asked)
                .flatMap(asked -> language(asked.parameters()
                                .getOrDefault(UI_LOCALES, List.of(""))
                                .getFirst())
                        .map(each -> new Asked(each, asked.since())));
    }

    private static Optional<Language> language(@Nullable String uiLocales) {
        return uiLocales == null ? Optional.empty() : Language.firstOf(List.of(uiLocales.split(" ", -1)));
    }
}
