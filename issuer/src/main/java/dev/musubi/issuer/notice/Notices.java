package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.WorkQueue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The notices to holders. Each is written in the transaction of what it tells, so that neither is without the other, and once:
 * what is told already is not told again. Those that leave the house are due in the work queue from then on.
 */
@Component
public class Notices {

    private static final int MOST_SHOWN = 100;

    private final JdbcClient jdbc;
    private final WorkQueue queue;
    private final QuietHours quiet;
    private final NoticeSettings settings;
    private final InstantSource clock;

    Notices(JdbcClient jdbc, WorkQueue queue, QuietHours quiet, NoticeSettings settings, InstantSource clock) {
        this.jdbc = jdbc;
        this.queue = queue;
        this.quiet = quiet;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A notice as it is kept.
     *
     * @param subject what it is about, as {@link StillSo} reads it; null for what only stands on the holder's page
     */
    record Kept(NoticeId id, Notice notice, @Nullable String subject) {}

    /** The holder's notices, the newest first. */
    public List<Notice> of(HolderId holderId) {
        return jdbc.sql("select * from notice where holder_id = ? order by at desc, notice_id limit " + MOST_SHOWN)
                .param(holderId)
                .query((row, n) -> notice(row))
                .list();
    }

    Optional<Kept> find(HolderId holderId, NoticeId noticeId) {
        return jdbc.sql("select * from notice where holder_id = ? and notice_id = ?")
                .params(holderId, noticeId)
                .query((row, n) -> new Kept(NoticeId.in(row, "notice_id"), notice(row), row.getString("subject")))
                .optional();
    }

    /** Something for the holder's page and app alone. */
    void tell(HolderId holderId, Notice.Kind kind, String about) {
        insert(holderId, kind, about, null);
    }

    /** Something that is sent too, unless the same was told before. Part of the caller's transaction on the holder. */
    void send(HolderId holderId, Notice.Kind kind, String about, String subject) {
        insert(holderId, kind, about, subject)
                .ifPresent(id -> queue.putOnce(
                        NoticeWork.KIND, id.toString(), new NoticeWork.Due(holderId, id), due(kind, clock.instant())));
    }

    /** Whether one of that kind went its way, or is about to, since then. */
    boolean sentSince(HolderId holderId, Notice.Kind kind, Instant since) {
        return jdbc.sql(
                        "select 1 from notice where holder_id = ? and kind = ? and subject is not null and at > ? limit 1")
                .params(holderId, kind.name(), Sql.time(since))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    private Instant due(Notice.Kind kind, Instant at) {
        return notBefore(kind, kind == Notice.Kind.REISSUE_REQUIRED ? at.plus(settings.settle()) : at);
    }

    /** When a notice may go out that would at {@code at}. */
    Instant notBefore(Notice.Kind kind, Instant at) {
        return kind.isWarning() ? at : quiet.notBefore(at);
    }

    private Optional<NoticeId> insert(HolderId holderId, Notice.Kind kind, String about, @Nullable String subject) {
        NoticeId id = NoticeId.random();
        boolean fresh = jdbc.sql("""
                                insert into notice (holder_id, notice_id, at, kind, about, subject)
                                values (?, ?, ?, ?, ?, ?) on conflict do nothing""")
                        .params(Sql.values(holderId, id, Sql.time(clock.instant()), kind.name(), about, subject))
                        .update()
                == 1;
        return fresh ? Optional.of(id) : Optional.empty();
    }

    private static Notice notice(ResultSet row) throws SQLException {
        return new Notice(Sql.instant(row, "at"), Notice.Kind.valueOf(row.getString("kind")), row.getString("about"));
    }

    /** Everything of the holder was erased, in the caller's transaction; of the notices, what they called their devices. */
    public void erased(HolderId holderId) {
        jdbc.sql("update notice set about = '' where holder_id = ? and kind in ('APP_ADDED', 'PASSKEY_ADDED')")
                .param(holderId)
                .update();
        tell(holderId, Notice.Kind.ERASED, "");
    }
}
