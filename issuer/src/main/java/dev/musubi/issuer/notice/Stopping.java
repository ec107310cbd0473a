package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.HolderTransactions;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Stops a way by the link that stands in each mail: whoever reads the mails may say so, signed in or not. */
@Component
public class Stopping {

    private final NoticeLinks links;
    private final Channels channels;
    private final HolderTransactions holders;

    Stopping(NoticeLinks links, Channels channels, HolderTransactions holders) {
        this.links = links;
        this.channels = channels;
        this.holders = holders;
    }

    /** Whether a link is one of ours. */
    public boolean knows(String code) {
        return links.stopped(code).isPresent();
    }

    /** Stops it; false for a link that is none of ours. One that was stopped before is stopped. */
    public boolean stop(String code) {
        Optional<NoticeLinks.Target> target = links.stopped(code);
        target.ifPresent(
                each -> holders.locking(each.holderId(), () -> channels.stop(each.holderId(), each.channelId())));
        return target.isPresent();
    }
}
