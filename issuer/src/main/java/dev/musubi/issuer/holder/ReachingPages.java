package dev.musubi.issuer.holder;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.message.Moment;
import dev.musubi.issuer.notice.Channel;
import dev.musubi.issuer.notice.Channels;
import dev.musubi.issuer.notice.EmailAddress;
import dev.musubi.issuer.notice.MailWay;
import dev.musubi.issuer.notice.NoticeLinks;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * {@code /home/reaching…}: where a holder wants to be told things. Another address needs fresh authentication, and mail that
 * reaches it: the link in it leads to a page with a button, in the holder's own session.
 */
@Controller
final class ReachingPages {

    private static final String PAGE = "/home/reaching";
    private static final String FORM = "/home/reaching-mail";

    private final Browser browser;
    private final HolderPages pages;
    private final SignedInHolder signedIn;
    private final Channels channels;
    private final MailWay mail;
    private final NoticeLinks links;
    private final FurtherWaysOnPage further;

    ReachingPages(
            Browser browser,
            HolderPages pages,
            SignedInHolder signedIn,
            Channels channels,
            MailWay mail,
            NoticeLinks links,
            FurtherWaysOnPage further) {
        this.browser = browser;
        this.pages = pages;
        this.signedIn = signedIn;
        this.channels = channels;
        this.mail = mail;
        this.links = links;
        this.further = further;
    }

    /** A way as its holder sees it. */
    record Way(String address, Moment since, boolean failing) {}

    @GetMapping(PAGE)
    String ways(HttpServletRequest request, HttpServletResponse response, Model model) {
        return pages.show("reaching", request, response, model, session -> {
            HolderId holderId = session.holderId();
            model.addAttribute("offered", mail.isOffered());
            model.addAttribute("email", way(holderId, channels.email(holderId)));
            model.addAttribute("pending", way(holderId, channels.pending(holderId)));
            further.fill(holderId, model);
        });
    }

    private @Nullable Way way(HolderId holderId, Optional<Channel> channel) {
        return channel.map(each -> new Way(
                        channels.address(holderId, each.id()), new Moment(each.since()), each.failingAt() != null))
                .orElse(null);
    }

    @GetMapping(FORM)
    String form(HttpServletRequest request, HttpServletResponse response, Locale locale, Model model) {
        if (browser.session(request).filter(signedIn::isFresh).isEmpty()) {
            return "redirect:/signin?to=" + FORM;
        }
        return form("", Language.of(locale), null, request, response, model);
    }

    private String form(
            String address,
            Language language,
            @Nullable String error,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        mustBeOffered();
        return pages.show("reaching-mail", request, response, model, session -> {
            model.addAttribute("address", address);
            model.addAttribute("spoken", language.tag());
            model.addAttribute("languages", List.of(Language.values()));
            model.addAttribute("error", error);
        });
    }

    @PostMapping(FORM)
    String ask(
            @RequestParam(name = "address", required = false) @Nullable String typed,
            @RequestParam(name = "language", required = false) @Nullable String tag,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model model) {
        browser.mustBeOurs(request, csrf);
        if (browser.session(request).isEmpty()) {
            // Signed out while the address was typed: it waits in the browser, and the sign-in leads back to it.
            return "redirect:/signin?to=" + FORM + "&kept=1";
        }
        BrowserSession session = signedIn.of(request, csrf);
        mustBeOffered();
        Language language = Language.tagged(tag).orElse(Language.of(locale));
        Optional<EmailAddress> address = EmailAddress.typed(typed);
        if (address.isEmpty()) {
            return form(typed == null ? "" : typed, language, "reaching.form.wrong", request, response, model);
        }
        Optional<Channels.Asked> asked =
                signedIn.orderFreshly(session, () -> channels.ask(session.holderId(), address.get(), language));
        if (asked.isEmpty()) {
            return "redirect:/signin?to=" + FORM;
        }
        return switch (asked.get()) {
            case MAIL_SENT, IN_USE -> "redirect:" + PAGE;
            case TOO_MANY -> form(address.get().text(), language, "reaching.form.too-many", request, response, model);
        };
    }

    @GetMapping(NoticeLinks.CONFIRM_PAGE)
    String confirmation(
            @RequestParam(name = "code", required = false) @Nullable String code,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        NoticeLinks.Target target = target(code);
        Optional<BrowserSession> session = browser.session(request);
        if (session.isEmpty()) {
            return "redirect:/signin?to=" + NoticeLinks.CONFIRM_PAGE + "?code=" + code;
        }
        Channel channel = own(session.get(), target);
        return pages.show("reaching-confirm", request, response, model, holder -> {
            model.addAttribute("code", code);
            model.addAttribute("address", channels.address(holder.holderId(), channel.id()));
        });
    }

    @PostMapping(NoticeLinks.CONFIRM_PAGE)
    String confirm(
            @RequestParam(name = "code", required = false) @Nullable String code,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request) {
        BrowserSession session = signedIn.of(request, csrf);
        NoticeLinks.Target target = target(code);
        own(session, target);
        if (!signedIn.order(session, () -> channels.confirm(session.holderId(), target.channelId()))) {
            throw unknown();
        }
        return "redirect:" + PAGE;
    }

    @PostMapping("/home/reaching-end")
    String end(@RequestParam(name = "csrf", required = false) @Nullable String csrf, HttpServletRequest request) {
        BrowserSession session = signedIn.of(request, csrf);
        return signedIn.orderFreshly(session, () -> {
                            channels.removeEmail(session.holderId());
                            return true;
                        })
                        .isPresent()
                ? "redirect:" + PAGE
                : "redirect:/signin?to=" + PAGE;
    }

    private NoticeLinks.Target target(@Nullable String code) {
        return links.confirmed(code == null ? "" : code).orElseThrow(ReachingPages::unknown);
    }

    /** A link that somebody forwarded, or opened where somebody else is signed in, confirms nothing. */
    private Channel own(BrowserSession session, NoticeLinks.Target target) {
        if (!target.holderId().equals(session.holderId())) {
            throw new ProblemException(
                    403,
                    "notice_link_of_another",
                    new Message(
                            "このリンクは、いまサインインしている民間IDのものではありません。",
                            "This link is for another private ID than the one signed in here."));
        }
        return channels.of(session.holderId()).stream()
                .filter(each -> each.id().equals(target.channelId()))
                .filter(each -> each.state() == Channel.State.PENDING || each.state() == Channel.State.CONFIRMED)
                .findFirst()
                .orElseThrow(ReachingPages::unknown);
    }

    private static ProblemException unknown() {
        return new ProblemException(
                404,
                "notice_link_unknown",
                new Message(
                        "このリンクは使えません。期限が過ぎているときは、もう一度メールを送ってください。",
                        "This link is not ours, or its time is over. Have a new mail sent."));
    }

    private void mustBeOffered() {
        if (!mail.isOffered()) {
            throw new ProblemException(
                    404,
                    "notice_way_not_offered",
                    new Message("メールでのお知らせは行っていません。", "This issuer sends no notices by e-mail."));
        }
    }
}
