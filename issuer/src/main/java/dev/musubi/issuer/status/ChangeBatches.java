package dev.musubi.issuer.status;

import com.nimbusds.jose.util.Base64URL;
import dev.musubi.issuer.audit.Findings;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.time.MachineClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Says in batches that something changed of somebody, and not what: for relying parties that may not know more until they ask
 * on an occasion of their own (docs/standards/something-changed.md). Everybody fetches the same batches, so that nobody
 * learns who looked for whom.
 *
 * <p>There is a batch for each stretch of time, also where nothing happened: names that are nobody's fill it up, so that it
 * tells how much happened no closer than by a factor of two. Where more changed than a batch holds, it says that anything may
 * have changed of anybody, and nothing waits for days behind a mass revocation.
 */
@Component
public class ChangeBatches implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(ChangeBatches.class);

    /** The type of a batch. */
    public static final String TYPE = "changes+jwt";

    private static final int FEWEST = 64;
    private static final int MOST = 8_192;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** So far clocks of two nodes may be apart. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    /** What is told where more changed than a batch holds. */
    private static final Map<String, Object> EVERYBODY = Map.of("all", true);

    private final JdbcClient jdbc;
    private final StatusEntries entries;
    private final PairwiseSubjects names;
    private final StatusTokens tokens;
    private final StatusSettings settings;
    private final ChangeSettings changes;
    private final Findings findings;
    private final MachineClock machine;

    ChangeBatches(
            JdbcClient jdbc,
            StatusEntries entries,
            PairwiseSubjects names,
            StatusTokens tokens,
            StatusSettings settings,
            ChangeSettings changes,
            Findings findings,
            MachineClock machine) {
        this.jdbc = jdbc;
        this.entries = entries;
        this.names = names;
        this.tokens = tokens;
        this.settings = settings;
        this.changes = changes;
        this.findings = findings;
        this.machine = machine;
    }

    /** Numbers go on only where every batch is of as long a stretch. */
    @Override
    public void afterPropertiesSet() {
        long seconds = changes.interval().toSeconds();
        jdbc.sql("select seconds from change_batch where seconds <> ? limit 1")
                .param(seconds)
                .query(Long.class)
                .optional()
                .ifPresent(before -> {
                    throw new IllegalStateException(
                            "musubi.changes.interval is " + changes.interval()
                                    + ", and batches of " + Duration.ofSeconds(before)
                                    + " are kept: their numbers would not go on. Set it as it was; it can be changed once none is kept");
                });
    }

    /** Makes the batches of all stretches of time that are over, but of none that would be kept no longer; how many that were. */
    @Scheduled(fixedDelayString = "${musubi.changes.tick:PT5S}", initialDelayString = "${musubi.changes.tick:PT5S}")
    public int due() {
        Instant now = machine.instant();
        long over = batchOf(now) - 1;
        takeBack(now);
        long oldest = batchOf(now.minus(changes.keep()));
        // By number, so that there is none missing between the first and the latest.
        jdbc.sql("delete from change_batch where batch < ?").param(oldest).update();
        OptionalLong latest = latest();
        int made = 0;
        for (long next = latest.isPresent() ? latest.getAsLong() + 1 : over; next <= over; next++) {
            make(next);
            made++;
        }
        return made;
    }

    /** Batches of what is still to come were made by a clock that was ahead: what they tell is told when its time has come. */
    private void takeBack(Instant now) {
        // Of two nodes the one whose clock is a little ahead makes them a little early, which takes nothing from
        // anybody.
        long from = batchOf(now.plus(changes.interval()).plus(CLOCKS_APART));
        OptionalLong latest = latest();
        if (latest.isPresent() && latest.getAsLong() >= from) {
            entries.unbatch(from);
            int taken = jdbc.sql("delete from change_batch where batch >= ?")
                    .param(from)
                    .update();
            log.warn("changes.taken_back count={}", taken);
            findings.report(Findings.Kind.CHANGE_BATCHES_TAKEN_BACK, "batches from " + from);
        }
    }

    /** An operator finds it where none is made any more; what keeps them from being made may keep the tick from saying so. */
    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
    void watch() {
        OptionalLong latest = latest();
        if (latest.isPresent()
                && machine.instant()
                        .isAfter(end(latest.getAsLong()).plus(changes.interval().multipliedBy(2)))) {
            findings.report(Findings.Kind.CHANGE_BATCHES_LATE, "batch " + (latest.getAsLong() + 1));
        }
    }

    /** Which stretch of time a moment lies in: they are numbered from 1970 on. */
    private long batchOf(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), changes.interval().toSeconds());
    }

    private Instant end(long batch) {
        return Instant.ofEpochSecond((batch + 1) * changes.interval().toSeconds());
    }

    private void make(long batch) {
        Instant end = end(batch);
        if (entries.isMoreThan(MOST, end)) {
            if (insert(batch, token(batch, EVERYBODY))) {
                entries.allBatched(batch, end);
            }
            return;
        }
        List<StatusEntries.Changed> changed = entries.unbatched(end);
        Set<String> subjects = new LinkedHashSet<>();
        changed.forEach(each -> subjects.add(names.of(each.holderId(), each.sector())));
        // Once it is out, or a crash would lose them. What is told twice is told once too often.
        if (insert(batch, token(batch, pseudonyms(batch, subjects)))) {
            entries.batched(batch, changed);
        }
    }

    /** Of two issuers at once the first one's stands; the other's changes are still unbatched, and come with the next. */
    private boolean insert(long batch, String token) {
        return jdbc.sql(
                                "insert into change_batch (batch, made_at, seconds, token) values (?, ?, ?, ?) on conflict (batch) do nothing")
                        .params(
                                batch,
                                Sql.time(machine.instant()),
                                changes.interval().toSeconds(),
                                token)
                        .update()
                == 1;
    }

    private static Map<String, Object> pseudonyms(long batch, Set<String> subjects) {
        List<byte[]> all = new ArrayList<>();
        subjects.forEach(each -> all.add(ChangePseudonyms.of(each, batch)));
        while (all.size() < FEWEST || Integer.bitCount(all.size()) != 1) {
            byte[] nobody = new byte[ChangePseudonyms.LENGTH];
            RANDOM.nextBytes(nobody);
            all.add(nobody);
        }
        // In an order that says nothing of when each of them changed.
        all.sort(Arrays::compareUnsigned);
        byte[] together = new byte[all.size() * ChangePseudonyms.LENGTH];
        for (int i = 0; i < all.size(); i++) {
            System.arraycopy(all.get(i), 0, together, i * ChangePseudonyms.LENGTH, ChangePseudonyms.LENGTH);
        }
        return Map.of("pseudonyms", Base64URL.encode(together).toString());
    }

    private String token(long batch, Map<String, Object> of) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("number", batch);
        told.put("interval", changes.interval().toSeconds());
        told.putAll(of);
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", settings.issuer().toString());
        claims.put("iat", end(batch).getEpochSecond());
        claims.put("change_batch", told);
        return tokens.signed(TYPE, claims);
    }

    /** The number of the latest; empty before the first. */
    public OptionalLong latest() {
        return bound("max");
    }

    /** The number of the first that is kept. */
    public OptionalLong first() {
        return bound("min");
    }

    private OptionalLong bound(String which) {
        Optional<Long> found = jdbc.sql("select " + which + "(batch) from change_batch having count(*) > 0")
                .query(Long.class)
                .optional();
        return found.isPresent() ? OptionalLong.of(found.get()) : OptionalLong.empty();
    }

    /** A batch, as a signed JWT; none of a time to come, whoever made it. */
    public Optional<String> find(long batch) {
        if (batch >= batchOf(machine.instant().plus(changes.interval()).plus(CLOCKS_APART))) {
            return Optional.empty();
        }
        return jdbc.sql("select token from change_batch where batch = ?")
                .param(batch)
                .query(String.class)
                .optional();
    }
}
