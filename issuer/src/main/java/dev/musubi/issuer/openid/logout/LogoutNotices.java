package dev.musubi.issuer.openid.logout;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.openid.client.ClientRegistry;
import dev.musubi.issuer.openid.grant.Grants;
import dev.musubi.issuer.signin.SessionEnded;
import dev.musubi.issuer.signin.SessionId;
import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The outbox of logout messages: written in the transaction that ends a session, one row a client, and drained afterwards,
 * so that none is forgotten when the issuer dies in between. A client may get one twice.
 */
@Component
class LogoutNotices {

    private static final int BUCKETS = 64;
    private static final int BATCH = 50;
    private static final int TRIES = 8;

    private final JdbcClient jdbc;
    private final Grants grants;
    private final ClientRegistry clients;
    private final MachineClock machine;

    LogoutNotices(JdbcClient jdbc, Grants grants, ClientRegistry clients, MachineClock machine) {
        this.jdbc = jdbc;
        this.grants = grants;
        this.clients = clients;
        this.machine = machine;
    }

    /** A message to deliver. */
    record Notice(HolderId holderId, String clientId, SessionId sessionId, int attempts) {
        /** Whether it will not be tried again. */
        boolean isLast() {
            return attempts + 1 >= TRIES;
        }
    }

    @EventListener
    void on(SessionEnded ended) {
        Instant now = machine.instant();
        for (String clientId : grants.clientsIn(ended.holderId(), ended.sessionId())) {
            boolean wants = clients.find(clientId)
                    .filter(client -> client.metadata().getBackChannelLogoutURI() != null)
                    .isPresent();
            if (wants) {
                add(new Notice(ended.holderId(), clientId, ended.sessionId(), 0), now, now);
            }
        }
        grants.revokeIn(ended.holderId(), ended.sessionId());
    }

    private void add(Notice notice, Instant createdAt, Instant dueAt) {
        jdbc.sql("""
                        insert into logout_notice (bucket, holder_id, client_id, session_id, created_at, due_at, attempts)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        Math.floorMod(notice.holderId().hashCode(), BUCKETS),
                        notice.holderId(),
                        notice.clientId(),
                        notice.sessionId(),
                        Sql.time(createdAt),
                        Sql.time(dueAt),
                        notice.attempts())
                .update();
    }

    /** Buckets with something due. */
    List<Integer> dueBuckets() {
        return jdbc.sql("select distinct bucket from logout_notice where due_at <= ?")
                .param(Sql.time(machine.instant()))
                .query((row, n) -> row.getInt(1))
                .list();
    }

    /**
     * Takes what is due out of a bucket, and puts it back for later at once: whoever delivers it takes it out for good, and
     * if nobody does it comes up again.
     */
    @Transactional
    public List<Notice> take(int bucket) {
        Instant now = machine.instant();
        List<Notice> taken = jdbc.sql("""
                        delete from logout_notice where bucket = ? and seq in (
                          select seq from logout_notice where bucket = ? and due_at <= ? order by seq limit ?
                          for update skip locked)
                        returning holder_id, client_id, session_id, attempts""")
                .params(bucket, bucket, Sql.time(now), BATCH)
                .query((row, n) -> new Notice(
                        HolderId.in(row, "holder_id"),
                        row.getString("client_id"),
                        SessionId.in(row, "session_id"),
                        row.getInt("attempts")))
                .list();
        for (Notice notice : taken) {
            if (!notice.isLast()) {
                Duration later = Duration.ofSeconds(30).multipliedBy(1L << notice.attempts());
                add(
                        new Notice(notice.holderId(), notice.clientId(), notice.sessionId(), notice.attempts() + 1),
                        now,
                        now.plus(later));
            }
        }
        return taken;
    }

    /** A message was delivered, or never will be. */
    void done(Notice notice) {
        jdbc.sql("delete from logout_notice where bucket = ? and holder_id = ? and client_id = ? and session_id = ?")
                .params(
                        Math.floorMod(notice.holderId().hashCode(), BUCKETS),
                        notice.holderId(),
                        notice.clientId(),
                        notice.sessionId())
                .update();
    }
}
