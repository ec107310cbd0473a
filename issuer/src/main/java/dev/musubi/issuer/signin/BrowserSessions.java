package dev.musubi.issuer.signin;

import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.privateid.PrivateIdChanged;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.SealedTokens;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The sessions of holders' browsers. A cookie is a sealed reference to a row, so whoever reads the database can be
 * nobody, and ending the row ends the cookie.
 */
@Component
public class BrowserSessions {

    private static final String PURPOSE = "session";

    private final JdbcClient jdbc;
    private final SealedTokens tokens;
    private final SignInSettings settings;
    private final AuditLog audit;
    private final HolderTransactions holders;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;
    private final MachineClock machine;

    BrowserSessions(
            JdbcClient jdbc,
            SealedTokens tokens,
            SignInSettings settings,
            AuditLog audit,
            HolderTransactions holders,
            ApplicationEventPublisher events,
            InstantSource clock,
            MachineClock machine) {
        this.jdbc = jdbc;
        this.tokens = tokens;
        this.settings = settings;
        this.audit = audit;
        this.holders = holders;
        this.events = events;
        this.clock = clock;
        this.machine = machine;
    }

    /** Begins a session; what it gives back is the cookie's value. */
    public String begin(HolderId holderId, SignInMethod method, String device) {
        SessionId sessionId = SessionId.random();
        Instant now = machine.instant();
        holders.on(holderId, () -> {
            jdbc.sql("""
                            insert into browser_session (holder_id, session_id, method, authenticated_at,
                                                         created_at, expires_at, device)
                            values (?, ?, ?, ?, ?, ?, ?)""")
                    .params(
                            holderId,
                            sessionId,
                            method.name(),
                            Sql.time(now),
                            Sql.time(now),
                            Sql.time(now.plus(settings.sessionTerm())),
                            device)
                    .update();
            signedIn(holderId, method);
            return true;
        });
        return tokens.seal(
                PURPOSE,
                ByteBuffer.allocate(32)
                        .put(holderId.bytes())
                        .put(sessionId.bytes())
                        .array());
    }

    /**
     * The holder signs in once more where they are signed in: the session goes on, so that whoever rests on it still does.
     *
     * @return false if it has ended meanwhile
     */
    public boolean again(BrowserSession session, SignInMethod method) {
        Instant now = machine.instant();
        return holders.on(session.holderId(), () -> {
            boolean there = jdbc.sql("""
                                    update browser_session set method = ?, authenticated_at = ?, expires_at = ?
                                    where holder_id = ? and session_id = ? and ended_at is null""")
                            .params(
                                    method.name(),
                                    Sql.time(now),
                                    Sql.time(now.plus(settings.sessionTerm())),
                                    session.holderId(),
                                    session.sessionId())
                            .update()
                    == 1;
            if (there) {
                signedIn(session.holderId(), method);
            }
            return there;
        });
    }

    private void signedIn(HolderId holderId, SignInMethod method) {
        audit.record(holderId, clock.instant(), "holder.signed_in", "holder", Map.of("method", method.name()), null);
    }

    /** The session a cookie's value refers to, if it is still going on. */
    public Optional<BrowserSession> of(String cookie) {
        return tokens.open(PURPOSE, cookie).filter(said -> said.length == 32).flatMap(said -> {
            ByteBuffer buffer = ByteBuffer.wrap(said);
            return find(new HolderId(DatabaseId.next(buffer)), new SessionId(DatabaseId.next(buffer)));
        });
    }

    /** A session that is still going on. */
    public Optional<BrowserSession> find(HolderId holderId, SessionId sessionId) {
        return jdbc.sql("""
                        select * from browser_session
                        where holder_id = ? and session_id = ? and ended_at is null and expires_at > ?""")
                .params(holderId, sessionId, Sql.time(machine.instant()))
                .query(BrowserSessions::session)
                .optional();
    }

    /** All that are going on, the newest first. */
    public List<BrowserSession> of(HolderId holderId) {
        return jdbc.sql("""
                        select * from browser_session where holder_id = ? and ended_at is null and expires_at > ?
                        order by created_at desc limit 100""")
                .params(holderId, Sql.time(machine.instant()))
                .query(BrowserSessions::session)
                .list();
    }

    /** Ends a session, and tells whoever rests on it. Nothing happens if it has ended. */
    public void end(HolderId holderId, SessionId sessionId) {
        holders.on(holderId, () -> {
            boolean ended = jdbc.sql("""
                                    update browser_session set ended_at = ?
                                    where holder_id = ? and session_id = ? and ended_at is null""")
                            .params(Sql.time(machine.instant()), holderId, sessionId)
                            .update()
                    == 1;
            if (ended) {
                audit.record(holderId, clock.instant(), "holder.signed_out", "holder", Map.of(), null);
                events.publishEvent(new SessionEnded(holderId, sessionId));
            }
            return ended;
        });
    }

    /** A private ID that has ended signs nobody in. */
    @EventListener
    void on(PrivateIdChanged change) {
        if (change.to() == State.ENDED) {
            jdbc.sql("select session_id from browser_session where holder_id = ? and ended_at is null")
                    .param(change.holderId())
                    .query((row, n) -> SessionId.in(row, "session_id"))
                    .list()
                    .forEach(sessionId -> end(change.holderId(), sessionId));
        }
    }

    private static BrowserSession session(ResultSet row, int n) throws SQLException {
        return new BrowserSession(
                HolderId.in(row, "holder_id"),
                SessionId.in(row, "session_id"),
                SignInMethod.valueOf(row.getString("method")),
                Sql.instant(row, "authenticated_at"),
                Sql.instant(row, "created_at"),
                row.getString("device"));
    }
}
