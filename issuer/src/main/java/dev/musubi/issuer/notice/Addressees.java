package dev.musubi.issuer.notice;

import java.util.List;

/** Which of a holder's ways a notice goes. */
final class Addressees {

    private Addressees() {}

    /** Of all ways those it goes; a letter is for whoever is reached by nothing else. */
    static List<Channel> of(List<Channel> all, Notices.Kept kept) {
        List<Channel> ways = all.stream().filter(each -> isOne(each, kept)).toList();
        List<Channel> quick =
                ways.stream().filter(each -> each.way() != Channel.Way.LETTER).toList();
        return quick.isEmpty() ? ways : quick;
    }

    /** Whether it may go that way. */
    static boolean isOne(Channel channel, Notices.Kept kept) {
        Notice.Kind kind = kept.notice().kind();
        if (channel.state() == Channel.State.LEAVING) {
            return kind.isForTheOneLeft() && channel.id().toString().equals(kept.subject());
        }
        return channel.isUsed()
                && !kind.isForTheOneLeftAlone()
                && (channel.way() != Channel.Way.LETTER || kind.isWorthALetter());
    }
}
