package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which notice went out by which way. All methods take part in the caller's transaction on the holder. */
@Component
class Deliveries {

    private final JdbcClient jdbc;
    private final InstantSource clock;

    Deliveries(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    boolean isMade(HolderId holderId, NoticeId noticeId, ChannelId channelId) {
        return jdbc.sql("select 1 from notice_delivery where holder_id = ? and notice_id = ? and channel_id = ?")
                .params(holderId, noticeId, channelId)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    void made(HolderId holderId, NoticeId noticeId, ChannelId channelId, Channel.Way way) {
        jdbc.sql("""
                        insert into notice_delivery (holder_id, notice_id, channel_id, way, at) values (?, ?, ?, ?, ?)
                        on conflict do nothing""")
                .params(holderId, noticeId, channelId, way.name(), Sql.time(clock.instant()))
                .update();
    }
}
