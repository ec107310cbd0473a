package dev.musubi.issuer.holder;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.message.Moment;
import dev.musubi.issuer.notice.Channel;
import dev.musubi.issuer.notice.FurtherWays;
import dev.musubi.issuer.notice.LetterWay;
import dev.musubi.issuer.notice.PushWay;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** The ways beside e-mail, as the page on how one is told shows them. */
@Component
final class FurtherWaysOnPage {

    private final FurtherWays ways;
    private final PushWay push;
    private final LetterWay letters;

    FurtherWaysOnPage(FurtherWays ways, PushWay push, LetterWay letters) {
        this.ways = ways;
        this.push = push;
        this.letters = letters;
    }

    /** A way that can be ended. */
    record Way(String id, String device, Moment since) {
        static Way of(Channel channel, String device) {
            return new Way(channel.id().toString(), device, new Moment(channel.since()));
        }
    }

    /** Those in use are shown, and can be ended, also where an operator offers them no more. */
    void fill(HolderId holderId, Model model) {
        model.addAttribute("pushKey", push.isOffered() ? push.publicKey() : null);
        model.addAttribute(
                "browsers",
                ways.browsers(holderId).stream()
                        .map(each -> Way.of(each.channel(), each.subscription().device()))
                        .toList());
        model.addAttribute("lettersOffered", letters.isOffered());
        model.addAttribute(
                "letters", ways.letters(holderId).map(each -> Way.of(each, "")).orElse(null));
    }
}
