package dev.musubi.issuer.status;

import com.nimbusds.jose.util.Base64URL;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.time.MachineClock;
import java.security.SecureRandom;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Says in batches that something changed of somebody, and not what: for relying parties that may not know more until they ask
 * on an occasion of their own (docs/standards/something-changed.md). Everybody fetches the same batches, so that nobody
 * learns who looked for whom.
 *
 * <p>There is a batch for each stretch of time, also where nothing happened: names that are nobody's fill it up, so that it
 * tells how much happened no closer than by a factor of two.
 */
@Component
public class ChangeBatches {

    /** The type of a batch. */
    public static final String TYPE = "changes+jwt";

    private static final int FEWEST = 64;
    private static final int MOST = 8_192;
    private static final int MOST_AT_ONCE = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final StatusEntries entries;
    private final PairwiseSubjects names;
    private final StatusTokens tokens;
    private final StatusSettings settings;
    private final ChangeSettings changes;
    private final MachineClock machine;

    ChangeBatches(
            JdbcClient jdbc,
            StatusEntries entries,
            PairwiseSubjects names,
            StatusTokens tokens,
            StatusSettings settings,
            ChangeSettings changes,
            MachineClock machine) {
        this.jdbc = jdbc;
        this.entries = entries;
        this.names = names;
        this.tokens = tokens;
        this.settings = settings;
        this.changes = changes;
        this.machine = machine;
    }

    /** Makes the batches of all stretches of time that are over; how many that were. */
    @Scheduled(fixedDelayString = "${musubi.changes.tick:PT5S}", initialDelayString = "${musubi.changes.tick:PT5S}")
    public int due() {
        long over = batchOf(machine.instant()) - 1;
        OptionalLong latest = latest();
        // After a rest, what happened meanwhile is told with the first of the batches that are made then.
        long next = Math.max(latest.isPresent() ? latest.getAsLong() + 1 : over, over - MOST_AT_ONCE + 1);
        int made = 0;
        for (; next <= over; next++) {
            make(next);
            made++;
        }
        if (made > 0) {
            jdbc.sql("delete from change_batch where made_at < ?")
                    .param(Sql.time(machine.instant().minus(changes.keep())))
                    .update();
        }
        return made;
    }

    /** Which stretch of time a moment lies in: they are numbered from 1970 on. */
    private long batchOf(Instant at) {
        return at.getEpochSecond() / changes.interval().toSeconds();
    }

    private void make(long batch) {
        Instant end = Instant.ofEpochSecond((batch + 1) * changes.interval().toSeconds());
        List<StatusEntries.Changed> changed = entries.unbatched(end, MOST);
        Set<String> subjects = new LinkedHashSet<>();
        changed.forEach(each -> subjects.add(names.of(each.holderId(), each.sector())));
        // Of two issuers at once the first one's stands; the other's changes are still unbatched, and come with the
        // next.
        boolean ours = jdbc.sql(
                                "insert into change_batch (batch, made_at, token) values (?, ?, ?) on conflict (batch) do nothing")
                        .params(batch, Sql.time(machine.instant()), token(batch, subjects))
                        .update()
                == 1;
        if (ours) {
            // After it is out, or a crash would lose them. What is told twice is told once too often.
            entries.batched(batch, changed);
        }
    }

    private String token(long batch, Set<String> subjects) {
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
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("number", batch);
        told.put("interval", changes.interval().toSeconds());
        told.put("pseudonyms", Base64URL.encode(together).toString());
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", settings.issuer().toString());
        claims.put("iat", (batch + 1) * changes.interval().toSeconds());
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

    /** A batch, as a signed JWT. */
    public Optional<String> find(long batch) {
        return jdbc.sql("select token from change_batch where batch = ?")
                .param(batch)
                .query(String.class)
                .optional();
    }
}
