package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.fixture.PostOffice;
import dev.musubi.issuer.message.Language;
import java.util.List;
import org.springframework.stereotype.Component;

/** Does the rounds of the clockwork when a test says so. */
@Component
public class Postman {

    private final NoticeCalendar calendar;
    private final NoticeDecision decision;
    private final MailCarrier mails;
    private final PushCarrier pushes;
    private final LetterCarrier letters;
    private final Farewell farewell;
    private final Channels channels;
    private final NoticeLinks links;
    private final HolderTransactions holders;

    Postman(
            NoticeCalendar calendar,
            NoticeDecision decision,
            MailCarrier mails,
            PushCarrier pushes,
            LetterCarrier letters,
            Farewell farewell,
            Channels channels,
            NoticeLinks links,
            HolderTransactions holders) {
        this.calendar = calendar;
        this.decision = decision;
        this.mails = mails;
        this.pushes = pushes;
        this.letters = letters;
        this.farewell = farewell;
        this.channels = channels;
        this.links = links;
        this.holders = holders;
    }

    /** Whatever is due at this moment goes out. */
    public void round() {
        try {
            calendar.look();
            decision.decide();
            mails.deliver();
            pushes.deliver();
            // Where nobody was there, the notice looks for another way.
            decision.decide();
            letters.deliver();
            farewell.deliver();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The holder names this address, and opens the mail. */
    public ChannelId register(HolderId holderId, String address, Language language) {
        holders.locking(holderId, () -> channels.ask(holderId, new EmailAddress(address), language));
        round();
        List<PostOffice.Letter> came = PostOffice.OPEN.to(address);
        String link = came.getLast().link();
        NoticeLinks.Target target =
                links.confirmed(link.substring(link.indexOf("code=") + 5)).orElseThrow();
        holders.locking(holderId, () -> channels.confirm(holderId, target.channelId()));
        round();
        return target.channelId();
    }
}
