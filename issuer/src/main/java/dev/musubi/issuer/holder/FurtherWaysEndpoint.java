package dev.musubi.issuer.holder;

import dev.musubi.issuer.credential.RecentAuthentication;
import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.notice.ChannelId;
import dev.musubi.issuer.notice.FurtherWays;
import dev.musubi.issuer.notice.LetterWay;
import dev.musubi.issuer.notice.PushSubscription;
import dev.musubi.issuer.notice.PushSubscriptions;
import dev.musubi.issuer.notice.PushWay;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.web.Device;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/**
 * {@code /home/reaching-push}, {@code …-letters}, {@code …-way-end}: the holder adds this browser or letters as a way to be told,
 * or ends one. Each needs fresh authentication, since it changes where notices go.
 */
@Controller
final class FurtherWaysEndpoint {

    private static final String PAGE = "/home/reaching";

    private final SignedInHolder signedIn;
    private final RecentAuthentication recent;
    private final FurtherWays ways;
    private final PushSubscriptions subscriptions;
    private final PushWay push;
    private final LetterWay letters;

    FurtherWaysEndpoint(
            SignedInHolder signedIn,
            RecentAuthentication recent,
            FurtherWays ways,
            PushSubscriptions subscriptions,
            PushWay push,
            LetterWay letters) {
        this.signedIn = signedIn;
        this.recent = recent;
        this.ways = ways;
        this.subscriptions = subscriptions;
        this.push = push;
        this.letters = letters;
    }

    /** What the page's script sends: a subscription (W3C Push API) without what we do not use of it. */
    record Subscribed(
            @Nullable String csrf,
            @Nullable String endpoint,
            @Nullable String p256dh,
            @Nullable String auth) {}

    @PostMapping("/home/reaching-push")
    @ResponseBody
    Map<String, String> add(@RequestBody Subscribed body, HttpServletRequest request, Locale locale) {
        BrowserSession session = signedIn.of(request, body.csrf());
        mustBeOffered(push.isOffered());
        PushSubscription subscription = switch (subscriptions.read(
                body.endpoint(), body.p256dh(), body.auth(), Device.of(request.getHeader("User-Agent")))) {
            case PushSubscriptions.Read.Good(PushSubscription good) -> good;
            case PushSubscriptions.Read.Refused(String reason) ->
                throw new ProblemException(
                                422,
                                "push_subscription_refused",
                                new Message(
                                        "このブラウザーには通知できません。別のブラウザーでお試しください。",
                                        "Notices cannot be sent to this browser. Try another one."))
                        .because(reason);
        };
        boolean added = signedIn.orderFreshly(
                        session, () -> ways.add(session.holderId(), subscription, Language.of(locale)))
                .orElseThrow(recent::wanted);
        if (!added) {
            throw new ProblemException(
                    409,
                    "push_subscriptions_too_many",
                    new Message(
                            "通知する端末が多すぎます。使わなくなった端末への通知をやめてから、もう一度お試しください。",
                            "Too many devices are notified. End those you no longer use first."));
        }
        return Map.of("to", PAGE);
    }

    @PostMapping("/home/reaching-letters")
    String addLetters(
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request,
            Locale locale) {
        BrowserSession session = signedIn.of(request, csrf);
        mustBeOffered(letters.isOffered());
        return freshly(session, () -> ways.addLetters(session.holderId(), Language.of(locale)));
    }

    @PostMapping("/home/reaching-way-end")
    String end(
            @RequestParam(name = "way", required = false) @Nullable String way,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request) {
        BrowserSession session = signedIn.of(request, csrf);
        // One that is none, or none any more, or another holder's, is ended as far as this holder is concerned.
        return freshly(
                session,
                () -> DatabaseId.sent(way == null ? "" : way, ChannelId::of)
                        .ifPresent(id -> ways.end(session.holderId(), id)));
    }

    private String freshly(BrowserSession session, Runnable order) {
        return signedIn.orderFreshly(session, () -> {
                            order.run();
                            return true;
                        })
                        .isPresent()
                ? "redirect:" + PAGE
                : "redirect:/signin?to=" + PAGE;
    }

    private static void mustBeOffered(boolean offered) {
        if (!offered) {
            throw new ProblemException(
                    404,
                    "notice_way_not_offered",
                    new Message("この受け取り方は、いまは行っていません。", "This issuer sends no notices by this way."));
        }
    }
}
