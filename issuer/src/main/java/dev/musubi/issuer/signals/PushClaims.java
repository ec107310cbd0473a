package dev.musubi.issuer.signals;

import dev.musubi.issuer.database.Background;
import dev.musubi.issuer.database.LeaseId;
import dev.musubi.issuer.database.Node;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.time.MachineClock;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * One stream is pushed by one node at a time: a piece of work begins anew when something more waits, and does not know of
 * whoever is still at it. As with pieces of work, a claim is held for a short while in its node's name and renewed meanwhile;
 * a node that starts lets go of what it held before, and of nobody else's.
 */
@Component
class PushClaims implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(PushClaims.class);

    private final JdbcClient jdbc;
    private final WorkQueue work;
    private final Node node;
    private final MachineClock machine;
    private final InstantSource clock;
    private final Set<Claim> held = ConcurrentHashMap.newKeySet();

    PushClaims(JdbcClient jdbc, WorkQueue work, Node node, MachineClock machine, InstantSource clock) {
        this.jdbc = jdbc;
        this.work = work;
        this.node = node;
        this.machine = machine;
        this.clock = clock;
    }

    /** A stream that is held, and the proof of it. */
    record Claim(StreamId stream, LeaseId proof) {}

    /**
     * How it stands just before an event is sent.
     *
     * @param held whether the stream is still held by this claim
     * @param waits whether the event still waits, and may still be told
     */
    record Look(boolean held, boolean waits, StreamStatus status) {}

    @Override
    public void afterPropertiesSet() {
        int freed = jdbc.sql("""
                        update signal_queue set pushed_by = null, push_lease = null, pushing_until = null
                        where pushed_by = ?""").param(node.name()).update();
        if (freed > 0) {
            log.info("signals.freed count={}", freed);
        }
    }

    /** Nobody else pushes this stream from now on; empty if somebody does. */
    Optional<Claim> claim(StreamId stream) {
        var now = machine.instant();
        Claim claim = new Claim(stream, LeaseId.random());
        boolean ours = jdbc.sql("""
                                update signal_queue set pushed_by = ?, push_lease = ?, pushing_until = ?
                                where stream_id = ? and (pushing_until is null or pushing_until < ?)""")
                        .params(node.name(), claim.proof(), Sql.time(now.plus(work.lease())), stream, Sql.time(now))
                        .update()
                == 1;
        if (!ours) {
            return Optional.empty();
        }
        held.add(claim);
        return Optional.of(claim);
    }

    /** Others may push it again; nothing happens if they do already. */
    void release(Claim claim) {
        held.remove(claim);
        jdbc.sql("""
                        update signal_queue set pushed_by = null, push_lease = null, pushing_until = null
                        where stream_id = ? and push_lease = ?""").params(claim.stream(), claim.proof()).update();
    }

    /** What is being pushed stays ours. */
    @Scheduled(fixedDelayString = "${musubi.work.renew:PT5S}", initialDelayString = "${musubi.work.renew:PT5S}")
    void renew() {
        Background.urgently(() -> {
            held.forEach(each -> jdbc.sql(
                            "update signal_queue set pushing_until = ? where stream_id = ? and push_lease = ?")
                    .params(Sql.time(machine.instant().plus(work.lease())), each.stream(), each.proof())
                    .update());
            return held;
        });
    }

    /** Looks again; empty if there is no such stream any more. */
    Optional<Look> look(Claim claim, QueuedEvent event) {
        return jdbc.sql("""
                        select coalesce(q.push_lease = ?, false) as held, q.status, q.reason, q.status_ours,
                               exists (
                                 select 1 from signal_event e
                                 where e.stream_id = q.stream_id and e.jti = ? and e.done_at is null
                                   and (e.tell_until is null or e.tell_until > ?)) as waits
                        from signal_queue q where q.stream_id = ?""")
                .params(claim.proof(), event.jti(), Sql.time(clock.instant()), claim.stream())
                .query((row, n) -> new Look(row.getBoolean("held"), row.getBoolean("waits"), StreamStatus.in(row, n)))
                .optional();
    }
}
