package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.message.Catalogue;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.outbound.Mail;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Writes the mails. */
@Component
class MailWriter {

    private final NoticeTexts texts;
    private final NoticeLinks links;
    private final Channels channels;
    private final MailWay way;
    private final NoticeSettings settings;

    MailWriter(NoticeTexts texts, NoticeLinks links, Channels channels, MailWay way, NoticeSettings settings) {
        this.texts = texts;
        this.links = links;
        this.channels = channels;
        this.way = way;
        this.settings = settings;
    }

    /** A notice. Part of the caller's transaction on the holder. */
    Mail notice(HolderId holderId, Channel channel, Notices.Kept kept) {
        Language language = channel.language();
        NoticeTexts.Text text = texts.of(holderId, kept, language);
        String stop = links.stop(new NoticeLinks.Target(holderId, channel.id()));
        return new Mail(
                channels.address(holderId, channel.id()),
                Catalogue.text(language, "mail.subject", text.title()),
                Catalogue.text(
                        language,
                        "mail.notice",
                        text.title(),
                        text.todo(),
                        links.page(text.page()),
                        links.page("/"),
                        stop),
                language.tag(),
                kept.id() + "." + channel.id() + "@" + way.domain(),
                kept.notice().at(),
                // RFC 2369 section 3.2, RFC 8058 section 3.1.
                Map.of("List-Unsubscribe", "<" + stop + ">", "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }

    /**
     * That the private ID was given up. Part of the caller's transaction on the holder, in which the address is forgotten.
     *
     * @param at when
     */
    Mail farewell(HolderId holderId, Channel channel, Instant at) {
        Language language = channel.language();
        NoticeTexts.Text text = texts.farewell(language);
        return new Mail(
                channels.address(holderId, channel.id()),
                Catalogue.text(language, "mail.subject", text.title()),
                Catalogue.text(language, "mail.farewell", text.title(), text.todo(), links.page(text.page())),
                language.tag(),
                "farewell." + channel.id() + "@" + way.domain(),
                at,
                Map.of());
    }

    /** The question whether mail reaches an address. Part of the caller's transaction on the holder. */
    Mail confirmation(HolderId holderId, Channel channel) {
        Language language = channel.language();
        Instant until = channel.since().plus(settings.confirmTerm());
        return new Mail(
                channels.address(holderId, channel.id()),
                Catalogue.text(language, "mail.subject", Catalogue.text(language, "mail.confirm.title")),
                Catalogue.text(
                        language,
                        "mail.confirm",
                        links.confirm(new NoticeLinks.Target(holderId, channel.id()), until),
                        settings.confirmTerm().toHours(),
                        links.page("/")),
                language.tag(),
                "confirm." + channel.id() + "@" + way.domain(),
                channel.since(),
                Map.of());
    }
}
