package dev.musubi.issuer.holder;

import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.notice.NoticeLinks;
import dev.musubi.issuer.notice.Stopping;
import dev.musubi.issuer.web.PageHeaders;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * {@code /notices/stop}: no more notices by this way, with one tap and without a sign-in, and the same for the button of mail
 * programs, which sends a form from anywhere (RFC 8058 section 3.2). The link is the whole of what is needed; it orders nothing
 * else.
 */
@Controller
final class StopPages {

    private final Stopping stopping;

    StopPages(Stopping stopping) {
        this.stopping = stopping;
    }

    @GetMapping(NoticeLinks.STOP_PAGE)
    String page(
            @RequestParam(name = "code", required = false) @Nullable String code,
            HttpServletResponse response,
            Model model) {
        String sent = code == null ? "" : code;
        return shown(stopping.knows(sent), sent, false, response, model);
    }

    @PostMapping(NoticeLinks.STOP_PAGE)
    String stop(
            @RequestParam(name = "code", required = false) @Nullable String code,
            HttpServletResponse response,
            Model model) {
        String sent = code == null ? "" : code;
        return shown(stopping.stop(sent), sent, true, response, model);
    }

    private static String shown(
            boolean known, String code, boolean stopped, HttpServletResponse response, Model model) {
        if (!known) {
            throw new ProblemException(
                    404,
                    "notice_link_unknown",
                    new Message("このリンクは使えません。メールに書かれたリンクをもう一度開いてください。", "This link is none of ours."));
        }
        PageHeaders.set(response);
        model.addAttribute("code", code);
        model.addAttribute("stopped", stopped);
        return "notices-stop";
    }
}
