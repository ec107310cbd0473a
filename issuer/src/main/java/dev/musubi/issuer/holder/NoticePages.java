package dev.musubi.issuer.holder;

import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.message.Moment;
import dev.musubi.issuer.notice.Notice;
import dev.musubi.issuer.notice.Notices;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code /home/notices}: what a holder was told. */
@Controller
final class NoticePages {

    private static final int MOST_TOLD = 50;

    private final HolderPages pages;
    private final Notices notices;
    private final Services services;

    NoticePages(HolderPages pages, Notices notices, Services services) {
        this.pages = pages;
        this.notices = notices;
        this.services = services;
    }

    /** A notice on the page. */
    record Told(Moment at, Message message, Message about) {}

    @GetMapping("/home/notices")
    String notices(HttpServletRequest request, HttpServletResponse response, Model model) {
        return pages.show(
                "home-notices",
                request,
                response,
                model,
                session -> model.addAttribute(
                        "told",
                        notices.of(session.holderId()).stream()
                                .limit(MOST_TOLD)
                                .map(each -> new Told(
                                        new Moment(each.at()), each.kind().message(), about(each)))
                                .toList()));
    }

    /** How many, or who, or which device. */
    private Message about(Notice notice) {
        String about = notice.about();
        return switch (notice.kind()) {
            case EARLIER_ENDED, KEPT -> new Message(about + "件", about + (about.equals("1") ? " item" : " items"));
            case DISCLOSURE_CODE_MADE -> services.titleOf(about);
            default -> new Message(about, about);
        };
    }
}
