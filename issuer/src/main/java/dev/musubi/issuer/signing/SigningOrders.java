package dev.musubi.issuer.signing;

import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.signin.BrowserMarks;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.SealedTokens;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What holders are doing with their cards just now. Each order is one browser's alone, sealed, and gone after half an hour;
 * it is written only by who read it last, and each way there and back is gone once.
 */
@Component
public class SigningOrders {

    private static final String ORDER = "signing-order";
    private static final String STATE = "signing-state";
    private static final int VERSION = 1;

    /** Longer than a document may be signed; what is asked for later is told so by whoever takes the signature. */
    private static final Duration LIFE = Duration.ofMinutes(30);

    /** Longer than all that is asked outside about one may take. */
    private static final Duration CLAIM = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final SealedTokens seal;
    private final MachineClock machine;

    SigningOrders(JdbcClient jdbc, SealedTokens seal, MachineClock machine) {
        this.jdbc = jdbc;
        this.seal = seal;
        this.machine = machine;
    }

    /**
     * An order as it was read.
     *
     * @param version which one it was: what is written meanwhile is not overwritten
     * @param claimed whether somebody is completing it at this moment
     */
    public record Found(SigningOrderId id, SigningOrder order, int version, boolean claimed) {
        /** The same order, changed. */
        public Found with(SigningOrder changed) {
            return new Found(id, changed, version, claimed);
        }
    }

    /** Begins one, for this browser. */
    public SigningOrderId begin(BrowserMarks browser, SigningOrder order) {
        SigningOrderId id = SigningOrderId.random();
        Instant now = machine.instant();
        jdbc.sql("""
                        insert into signing_order (order_id, browser_hash, sealed, version, created_at, expires_at)
                        values (?, ?, ?, 0, ?, ?)""")
                .params(id, Sha256.of(browser.first()), sealed(order), Sql.time(now), Sql.time(now.plus(LIFE)))
                .update();
        return id;
    }

    /** This browser's order; empty if it is over, or somebody else's. */
    public Optional<Found> find(BrowserMarks browser, SigningOrderId id) {
        record Kept(byte[] browser, String sealed, int version, boolean claimed) {}
        Instant now = machine.instant();
        return jdbc.sql("select * from signing_order where order_id = ? and expires_at > ?")
                .params(id, Sql.time(now))
                .query((row, n) -> {
                    Instant claimed = Sql.instantOrNull(row, "claimed_until");
                    return new Kept(
                            row.getBytes("browser_hash"),
                            row.getString("sealed"),
                            row.getInt("version"),
                            claimed != null && now.isBefore(claimed));
                })
                .optional()
                .filter(kept -> browser.any(mark -> MessageDigest.isEqual(kept.browser(), Sha256.of(mark))))
                // What cannot be opened any more, the keys having changed, is over.
                .flatMap(kept -> seal.open(ORDER, kept.sealed())
                        .map(said -> new Found(
                                id,
                                StoredJson.read(said, SigningOrder.class, VERSION),
                                kept.version(),
                                kept.claimed())));
    }

    /** Whether there is such an order in any browser. */
    public boolean exists(SigningOrderId id) {
        return jdbc.sql("select 1 from signing_order where order_id = ? and expires_at > ?")
                .params(id, Sql.time(machine.instant()))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** A browser is sent away, and will come back with this state; the order lives until then. */
    public void away(Found from, String state, String kept) {
        Instant until = machine.instant().plus(LIFE);
        jdbc.sql("update signing_order set expires_at = ? where order_id = ?")
                .params(Sql.time(until), from.id())
                .update();
        jdbc.sql("insert into signing_state (state_hash, order_id, step, sealed, expires_at) values (?, ?, ?, ?, ?)")
                .params(
                        Sha256.of(state),
                        from.id(),
                        step(from.order()),
                        seal.seal(STATE, kept.getBytes(StandardCharsets.UTF_8)),
                        Sql.time(until))
                .update();
    }

    /** Which of its things an order is at: what comes back for another is of no use. */
    private static int step(SigningOrder order) {
        return order.isToRecognise() ? -1 : order.signed().size();
    }

    /** Whose order a state is of. Nothing is used up by asking. */
    public Optional<SigningOrderId> byState(String state) {
        return jdbc.sql("select order_id from signing_state where state_hash = ? and expires_at > ?")
                .params(Sha256.of(state), Sql.time(machine.instant()))
                .query((row, n) -> SigningOrderId.in(row, "order_id"))
                .optional();
    }

    /**
     * The browser is back with this state: what was kept for it is given once.
     *
     * @return empty if somebody was quicker, or the order is at another thing by now
     */
    public Optional<String> back(Found at, String state) {
        record Kept(String sealed, int step) {}
        return jdbc.sql("""
                        update signing_state now set sealed = null from signing_state before
                        where now.state_hash = ? and before.state_hash = now.state_hash and before.sealed is not null
                        returning before.sealed, before.step""")
                .param(Sha256.of(state))
                .query((row, n) -> new Kept(row.getString(1), row.getInt(2)))
                .optional()
                .filter(kept -> kept.step() == step(at.order()))
                .flatMap(kept -> seal.open(STATE, kept.sealed()))
                .map(said -> new String(said, StandardCharsets.UTF_8));
    }

    /**
     * Writes what came of it so far.
     *
     * @return as it is now; empty if somebody has written meanwhile
     */
    public Optional<Found> keep(Found found) {
        return write(found, null);
    }

    /**
     * Takes hold of an order that is complete, so that one call alone completes it.
     *
     * @return empty if somebody has
     */
    public Optional<Found> claim(Found found) {
        return found.claimed()
                ? Optional.empty()
                : write(found, machine.instant().plus(CLAIM));
    }

    private Optional<Found> write(Found found, @Nullable Instant claimedUntil) {
        int written = jdbc.sql("""
                        update signing_order set sealed = ?, version = version + 1, claimed_until = ?
                        where order_id = ? and version = ?""")
                .params(Sql.values(sealed(found.order()), Sql.timeOrNull(claimedUntil), found.id(), found.version()))
                .update();
        return written == 1
                ? Optional.of(new Found(found.id(), found.order(), found.version() + 1, claimedUntil != null))
                : Optional.empty();
    }

    /** Over, and for nothing. */
    public void end(SigningOrderId id) {
        jdbc.sql("delete from signing_state where order_id = ?").param(id).update();
        jdbc.sql("delete from signing_order where order_id = ?").param(id).update();
    }

    private String sealed(SigningOrder order) {
        return seal.seal(ORDER, StoredJson.bytes(order));
    }

    @Scheduled(fixedDelayString = "PT5M", initialDelayString = "PT5M")
    void forget() {
        Instant now = machine.instant();
        jdbc.sql("delete from signing_state where expires_at < ?")
                .param(Sql.time(now))
                .update();
        jdbc.sql("delete from signing_order where expires_at < ?")
                .param(Sql.time(now))
                .update();
    }
}
