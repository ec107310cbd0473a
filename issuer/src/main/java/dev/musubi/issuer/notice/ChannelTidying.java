package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets addresses that nobody confirmed, and those that could not be told of their end. */
@Component
class ChannelTidying {

    private static final int BATCH = 500;
    private static final Duration LEFT = Duration.ofDays(7);

    private final Channels channels;
    private final HolderTransactions holders;
    private final NoticeSettings settings;
    private final InstantSource clock;

    ChannelTidying(Channels channels, HolderTransactions holders, NoticeSettings settings, InstantSource clock) {
        this.channels = channels;
        this.holders = holders;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1H")
    void tidy() {
        Instant now = clock.instant();
        tidy(Channel.State.PENDING, now.minus(settings.confirmTerm()));
        tidy(Channel.State.VOID, now.minus(Duration.ofDays(1)));
        tidy(Channel.State.LEAVING, now.minus(LEFT));
    }

    private void tidy(Channel.State state, Instant before) {
        List<Map.Entry<HolderId, ChannelId>> passing;
        do {
            passing = channels.passing(state, before, BATCH);
            for (Map.Entry<HolderId, ChannelId> each : passing) {
                holders.locking(each.getKey(), () -> {
                    channels.pass(each.getKey(), each.getValue());
                    return true;
                });
            }
        } while (passing.size() == BATCH);
    }
}
