package dev.musubi.issuer.audit;

import dev.musubi.issuer.database.Sql;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What no rule decides and an operator must look at. Found twice it is one finding that is counted; settled, and found
 * again, it is open again.
 *
 * <p>Operators see it. It names things by the issuer's own random ids and by nothing of a person's.
 */
@Component
public class Findings {

    private static final Logger log = LoggerFactory.getLogger(Findings.class);
    private static final int MOST = 500;

    private final JdbcClient jdbc;
    private final InstantSource clock;

    Findings(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What can be found; the codes are stable. */
    public enum Kind {
        /** J-LIS links certificates to one person that are several holders' here. About: the holders' ids. */
        CERTIFICATES_OF_SEVERAL_HOLDERS,
        /** J-LIS holds a consent to this issuer that is not on record here. About: J-LIS' id of it. */
        CONSENT_UNKNOWN_HERE,
        /** J-LIS did not take a consent that a holder gave. About: our id of it. */
        CONSENT_NOT_REGISTERED,
        /** A status list would have said what cannot be so, and is not published any more. About: which list, and why. */
        STATUS_LIST_STOPPED,
        /** Nothing is published any more of whom something changed. About: the number of the batch that is missing. */
        CHANGE_BATCHES_LATE,
        /** What a clock that was ahead published of whom something changed was taken back. About: from which batch on. */
        CHANGE_BATCHES_TAKEN_BACK
    }

    /**
     * One finding.
     *
     * @param id to settle it by
     * @param kind what
     * @param about which things, by their ids
     * @param firstAt when it was found first
     * @param lastAt when it was found last
     * @param count how often
     * @param settledAt when an operator settled it; null while it is open
     */
    public record Finding(
            FindingId id,
            Kind kind,
            String about,
            Instant firstAt,
            Instant lastAt,
            int count,
            @Nullable Instant settledAt) {}

    /** Notes one, in the caller's transaction or in none. */
    public void report(Kind kind, String about) {
        Instant now = clock.instant();
        jdbc.sql("""
                        insert into finding as known (kind, about, finding_id, first_at, last_at, count)
                        values (?, ?, ?, ?, ?, 1)
                        on conflict (kind, about) do update
                        set last_at = excluded.last_at, count = known.count + 1, settled_at = null""")
                .params(kind.name(), about, FindingId.random(), Sql.time(now), Sql.time(now))
                .update();
        log.warn("finding.reported kind={}", kind);
    }

    /** Those that are open, the newest first; at most 500. */
    public List<Finding> open() {
        return jdbc.sql("select * from finding where settled_at is null order by last_at desc, finding_id limit ?")
                .param(MOST)
                .query((row, n) -> new Finding(
                        FindingId.in(row, "finding_id"),
                        Kind.valueOf(row.getString("kind")),
                        row.getString("about"),
                        Sql.instant(row, "first_at"),
                        Sql.instant(row, "last_at"),
                        row.getInt("count"),
                        Sql.instantOrNull(row, "settled_at")))
                .list();
    }

    /** An operator has seen to it; false if there is no such open finding. */
    public boolean settle(FindingId id) {
        return jdbc.sql("update finding set settled_at = ? where finding_id = ? and settled_at is null")
                        .params(Sql.time(clock.instant()), id)
                        .update()
                == 1;
    }
}
