package dev.musubi.sandbox.mynaapp;

import dev.musubi.mynaapp.Dialect;
import dev.musubi.mynaapp.Wire;
import dev.musubi.sandbox.register.Resident;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The pages: the browser that waits ({@code /v}), and the phone that opened the link. */
@RestController
public final class VisitController {

    private static final String BROWSER = "__Host-mynaapp-sandbox-browser";
    private static final String PHONE = "__Host-mynaapp-sandbox-phone";
    private static final String OWNER = "__Host-mynaapp-sandbox-owner";
    private static final String LANGUAGE = "__Host-mynaapp-sandbox-language";
    private static final String SECRET_FORM = "[A-Za-z0-9_-]{43}";
    private static final String PAGE_FORM = "(/v/|" + Dialect.LINK + ")[A-Za-z0-9_-]{22}";
    private static final Duration A_YEAR = Duration.ofDays(365);
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
            + " img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    private static final int LONGEST_PIN = 64;

    private final MynaApp app;

    VisitController(MynaApp app) {
        this.app = app;
    }

    @GetMapping(Realm.PATH + Wire.AUTHORIZATION)
    ResponseEntity<String> authorize(
            HttpServletRequest request,
            @CookieValue(name = BROWSER, required = false) @Nullable String known,
            @CookieValue(name = OWNER, required = false) @Nullable String owner) {
        Map<String, String> parameters = new LinkedHashMap<>();
        boolean duplicated = false;
        for (Map.Entry<String, String[]> each : request.getParameterMap().entrySet()) {
            duplicated |= each.getValue().length != 1;
            if (!each.getValue()[0].isEmpty()) {
                parameters.put(each.getKey(), each.getValue()[0]);
            }
        }
        return switch (app.read(parameters, duplicated)) {
            case AuthorizationRequests.Reading.Good(AuthorizationRequest good) -> {
                String browser = known != null && known.matches(SECRET_FORM) ? known : Randoms.secret();
                Visit visit = app.visit(good, browser, isPhone(request));
                // A phone that has the app opens it by itself: the link is the app's.
                boolean opens = visit.isOnPhone() && owner(owner).isPresent();
                yield go(opens ? Dialect.LINK + visit.link() : "/v/" + visit.id(), cookie(BROWSER, browser, null));
            }
            case AuthorizationRequests.Reading.Wrong wrong -> {
                Map<String, String> back = new LinkedHashMap<>();
                back.put("error", wrong.error());
                back.put("error_description", wrong.description());
                if (wrong.state() != null) {
                    back.put("state", wrong.state());
                }
                yield go(MynaApp.with(wrong.redirectUri(), back), null);
            }
            case AuthorizationRequests.Reading.Stray stray ->
                page(
                        400,
                        pages(request, "/")
                                .nothing(
                                        "この依頼元は登録されていないか、戻り先の住所が登録と違います。",
                                        "This service is not registered, or the address to go back to is not."));
        };
    }

    private static boolean isPhone(HttpServletRequest request) {
        String hint = request.getHeader("Sec-CH-UA-Mobile");
        String agent =
                Optional.ofNullable(request.getHeader(HttpHeaders.USER_AGENT)).orElse("");
        return hint != null ? hint.equals("?1") : agent.contains("Mobi");
    }

    // ---- the browser that waits
    // ---------------------------------------------------------------------------------------

    @GetMapping("/v/{id}")
    ResponseEntity<String> waiting(
            HttpServletRequest request,
            @PathVariable String id,
            @CookieValue(name = BROWSER, required = false) @Nullable String browser) {
        Optional<Visit> found = app.visit(id).filter(visit -> visit.isBrowser(browser));
        if (found.isEmpty()) {
            return gone(request);
        }
        Visit visit = found.get();
        Instant now = app.now();
        return visit.ending(now)
                .map(ending -> go(MynaApp.back(visit, ending), null))
                .orElseGet(() -> page(200, pages(request, "/v/" + visit.id()).waiting(visit, app.realm())));
    }

    /** What the page's script asks: whether to load it anew. */
    @GetMapping("/v/{id}/state")
    ResponseEntity<Map<String, Object>> state(
            @PathVariable String id, @CookieValue(name = BROWSER, required = false) @Nullable String browser) {
        boolean waits = app.visit(id)
                .filter(visit -> visit.isBrowser(browser))
                .filter(visit -> visit.ending(app.now()).isEmpty())
                .isPresent();
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store").body(Map.of("waits", waits));
    }

    @PostMapping("/v/{id}/cancel")
    ResponseEntity<String> stop(
            HttpServletRequest request,
            @PathVariable String id,
            @CookieValue(name = BROWSER, required = false) @Nullable String browser) {
        Optional<Visit> found = app.visit(id).filter(visit -> visit.isBrowser(browser));
        if (found.isEmpty() || isForeign(request)) {
            return gone(request);
        }
        Visit visit = found.get();
        visit.end(new Visit.Ending.Failed("access_denied", Dialect.CANCELLED), app.now());
        // By a page of ours: a form's way may not lead elsewhere.
        return page(
                200,
                pages(request, "/v/" + visit.id())
                        .done(visit, visit.ending(app.now()).orElseThrow(), true));
    }

    // ---- the phone
    // ---------------------------------------------------------------------------------------------------

    @GetMapping(Dialect.LINK + "{link}")
    ResponseEntity<String> phone(
            HttpServletRequest request,
            @PathVariable String link,
            @CookieValue(name = PHONE, required = false) @Nullable String phone,
            @RequestParam(defaultValue = "false") boolean another,
            @CookieValue(name = OWNER, required = false) @Nullable String owner,
            @CookieValue(name = BROWSER, required = false) @Nullable String browser) {
        Optional<Visit> found = app.link(link);
        if (found.isEmpty()) {
            return gone(request);
        }
        Visit visit = found.get();
        if (visit.isClaimed() && !visit.isPhone(phone)) {
            return taken(request, visit);
        }
        Optional<Visit.Ending> ending = visit.ending(app.now());
        if (ending.isPresent()) {
            return page(200, pages(request, visit).done(visit, ending.get(), goesOn(visit, browser)));
        }
        Optional<Resident> last = owner(owner);
        if (visit.isPhone(phone)) {
            var resident = app.register().find(visit.resident().orElseThrow()).orElseThrow();
            return pin(request, visit, resident);
        }
        // A phone has one owner: who it was the last time is not asked again, but can be changed.
        return last.isPresent() && !another
                ? pin(request, visit, last.get())
                : page(200, pages(request, visit).phones(visit, app.register(), last.map(Resident::id), false));
    }

    private Optional<Resident> owner(@Nullable String cookie) {
        return Optional.ofNullable(cookie).flatMap(id -> Pages.resident(app.register(), id));
    }

    private ResponseEntity<String> pin(HttpServletRequest request, Visit visit, Resident resident) {
        return page(200, pages(request, visit).pin(visit, resident, app.triesLeft(visit, resident), visit.problem()));
    }

    @PostMapping(Dialect.LINK + "{link}/phone")
    ResponseEntity<String> choose(
            HttpServletRequest request,
            @PathVariable String link,
            @RequestParam(defaultValue = "") String resident,
            @CookieValue(name = PHONE, required = false) @Nullable String known) {
        Optional<Visit> found = app.link(link);
        if (found.isEmpty() || isForeign(request)) {
            return gone(request);
        }
        Visit visit = found.get();
        var chosen = Pages.resident(app.register(), resident.strip());
        if (chosen.isEmpty()) {
            return page(409, pages(request, visit).phones(visit, app.register(), Optional.empty(), true));
        }
        String phone = phone(known);
        if (!visit.claim(phone, chosen.get().number())
                && visit.ending(app.now()).isEmpty()) {
            return taken(request, visit);
        }
        ResponseEntity<String> next = go(Dialect.LINK + visit.link(), cookie(PHONE, phone, null));
        return ResponseEntity.status(next.getStatusCode())
                .headers(next.getHeaders())
                .header(HttpHeaders.SET_COOKIE, cookie(OWNER, chosen.get().id(), A_YEAR))
                .build();
    }

    private static String phone(@Nullable String known) {
        return known != null && known.matches(SECRET_FORM) ? known : Randoms.secret();
    }

    @PostMapping(Dialect.LINK + "{link}/card")
    ResponseEntity<String> tap(
            HttpServletRequest request,
            @PathVariable String link,
            @RequestParam(defaultValue = "") String pin,
            @RequestParam(defaultValue = "NOTHING") String played,
            @RequestParam(defaultValue = "") String resident,
            @CookieValue(name = PHONE, required = false) @Nullable String known) {
        Optional<Visit> found = app.link(link);
        Optional<Played> wanted = Played.of(played);
        if (found.isEmpty() || wanted.isEmpty() || isForeign(request)) {
            return gone(request);
        }
        Visit visit = found.get();
        String phone = phone(known);
        if (!visit.isClaimed()) {
            // The page of a phone whose owner is known says whose it is.
            Pages.resident(app.register(), resident.strip()).ifPresent(owner -> visit.claim(phone, owner.number()));
        }
        if (!visit.isPhone(phone)) {
            return gone(request);
        }
        if (pin.length() > LONGEST_PIN) {
            visit.failed(CardTap.Reason.PIN_MALFORMED);
        } else {
            app.tap(visit, pin, wanted.get()).ifPresent(not -> visit.failed(not.reason()));
        }
        return go(Dialect.LINK + visit.link(), cookie(PHONE, phone, null));
    }

    @PostMapping(Dialect.LINK + "{link}/cancel")
    ResponseEntity<String> cancel(
            HttpServletRequest request,
            @PathVariable String link,
            @CookieValue(name = PHONE, required = false) @Nullable String phone) {
        Optional<Visit> found = app.link(link).filter(visit -> !visit.isClaimed() || visit.isPhone(phone));
        if (found.isEmpty() || isForeign(request)) {
            return gone(request);
        }
        found.get().end(new Visit.Ending.Failed("access_denied", Dialect.CANCELLED), app.now());
        return go(Dialect.LINK + found.get().link(), null);
    }

    /** Only where the visit began on a phone, and in that browser, does the phone's page lead on. */
    private static boolean goesOn(Visit visit, @Nullable String browser) {
        return visit.isOnPhone() && visit.isBrowser(browser);
    }

    // ---- the other language
    // ---------------------------------------------------------------------------------------------

    @GetMapping("/mynaapp/language/{tag}")
    ResponseEntity<String> language(
            HttpServletRequest request, @PathVariable String tag, @RequestParam(defaultValue = "") String to) {
        boolean known = tag.equals(Language.JA.tag()) || tag.equals(Language.EN.tag());
        if (!known || !to.matches(PAGE_FORM) || isForeign(request)) {
            return gone(request);
        }
        return go(to, cookie(LANGUAGE, tag, A_YEAR));
    }

    private static Pages pages(HttpServletRequest request, Visit visit) {
        return pages(request, Dialect.LINK + visit.link());
    }

    private static Pages pages(HttpServletRequest request, String path) {
        if (request.getCookies() != null) {
            for (var cookie : request.getCookies()) {
                if (cookie.getName().equals(LANGUAGE)) {
                    return new Pages(cookie.getValue().equals(Language.EN.tag()) ? Language.EN : Language.JA, path);
                }
            }
        }
        boolean asked = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) != null
                && request.getLocale().getLanguage().equals(Locale.ENGLISH.getLanguage());
        return new Pages(asked ? Language.EN : Language.JA, path);
    }

    // ---- answers
    // ------------------------------------------------------------------------------------------------------

    /** Whether another site's page sent this. What says neither is no browser, and has nobody's cookies. */
    private boolean isForeign(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin");
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin != null && !origin.equals(app.realm().origin());
    }

    private static ResponseEntity<String> gone(HttpServletRequest request) {
        return page(
                404,
                pages(request, "/")
                        .nothing(
                                "この画面はもうないか、ほかのブラウザーで始めたものです。はじめの画面に戻ってください。",
                                "This page is gone, or was begun in another browser. Go back to where you began."));
    }

    private static ResponseEntity<String> taken(HttpServletRequest request, Visit visit) {
        return page(409, pages(request, visit).nothing("ほかのスマホで読み取り済みです。", "Another phone has scanned this already."));
    }

    private static ResponseEntity<String> go(String to, @Nullable String cookie) {
        ResponseEntity.BodyBuilder answer = secured(303).location(URI.create(to));
        if (cookie != null) {
            answer.header(HttpHeaders.SET_COOKIE, cookie);
        }
        return answer.build();
    }

    private static ResponseEntity<String> page(int status, String html) {
        return secured(status).contentType(HTML).body(html);
    }

    private static ResponseEntity.BodyBuilder secured(int status) {
        return ResponseEntity.status(status)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin");
    }

    private static String cookie(String name, String value, @Nullable Duration life) {
        ResponseCookie.ResponseCookieBuilder cookie = ResponseCookie.from(name, value)
                .path("/")
                .secure(true)
                .httpOnly(true)
                .sameSite("Lax");
        return (life == null ? cookie : cookie.maxAge(life)).build().toString();
    }
}
