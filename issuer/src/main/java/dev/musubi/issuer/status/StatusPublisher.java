package dev.musubi.issuer.status;

import dev.musubi.issuer.audit.Findings;
import dev.musubi.issuer.database.DatabaseTrouble;
import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Publishes lists: what changes marked, what decoys did, and anew where half of a list's term is over. Never worse: what would
 * be published is held against what was, and a list in which something came back to life or is missing is stopped and goes no
 * further until an operator has looked. The last good one is served meanwhile, for as long as it is good.
 *
 * <p>Several issuers may do this at once: each list is published by one of them.
 */
@Component
public class StatusPublisher {

    private static final Logger log = LoggerFactory.getLogger(StatusPublisher.class);

    /** So far clocks of two nodes may be apart. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    private final StatusLists lists;
    private final StatusEntries entries;
    private final Decoys decoys;
    private final StatusCheck check;
    private final StatusTokens tokens;
    private final StatusCwts cwts;
    private final KeptTokens kept;
    private final StatusFolder folder;
    private final Findings findings;
    private final StatusSettings settings;
    private final MachineClock machine;
    private final TransactionTemplate apart;
    private final Set<Long> open = ConcurrentHashMap.newKeySet();

    StatusPublisher(
            StatusLists lists,
            StatusEntries entries,
            Decoys decoys,
            StatusCheck check,
            StatusTokens tokens,
            StatusCwts cwts,
            KeptTokens kept,
            StatusFolder folder,
            Findings findings,
            StatusSettings settings,
            MachineClock machine,
            PlatformTransactionManager manager) {
        this.lists = lists;
        this.entries = entries;
        this.decoys = decoys;
        this.check = check;
        this.tokens = tokens;
        this.cwts = cwts;
        this.kept = kept;
        this.folder = folder;
        this.findings = findings;
        this.settings = settings;
        this.machine = machine;
        this.apart = new TransactionTemplate(manager);
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * Sees that there is such a list, published. In a transaction of its own: places in it are dealt from now on, whatever
     * becomes of the caller's.
     */
    void open(long list) {
        if (!open.contains(list)) {
            if (!lists.exists(list)) {
                apart.executeWithoutResult(status -> {
                    // Of two issuers at once the second waits here, and finds the list of the first published.
                    if (lists.insert(list, now())) {
                        publish(lists.lock(list).orElseThrow());
                    }
                });
            }
            open.add(list);
        }
    }

    /** Stops the lists of which a later state than the database's was signed; before any place is dealt from them. */
    void stopWhatWasSetBack() {
        for (StatusLists.Glance each : lists.going()) {
            if (wasSetBack(each)) {
                dueOf(each.list());
            }
        }
    }

    private boolean wasSetBack(StatusLists.Glance each) {
        return Math.max(each.signed(), folder.number(each.list()).orElse(0)) > each.number();
    }

    /** Whether nothing of a list is published any more. */
    boolean isStopped(long list) {
        return lists.isStopped(list);
    }

    /** Publishes every list that has something new to say, or was signed long ago; how many there were. */
    public int due() {
        Instant now = now();
        Set<Long> marked = Set.copyOf(entries.marked());
        int published = 0;
        for (StatusLists.Glance each : lists.going()) {
            boolean due = marked.contains(each.list())
                    || isOld(each.publishedAt(), now)
                    || isUnchecked(each.checkedAt(), now)
                    || wasSetBack(each)
                    || !decoys.between(each.list(), each.decoysUntil(), now).isEmpty();
            published += due && dueOf(each.list()) ? 1 : 0;
        }
        return published;
    }

    private boolean isOld(Instant publishedAt, Instant now) {
        return !now.isBefore(publishedAt.plus(settings.term().dividedBy(2))) || isToCome(publishedAt, now);
    }

    private boolean isUnchecked(Instant checkedAt, Instant now) {
        return !now.isBefore(checkedAt.plus(settings.check())) || isToCome(checkedAt, now);
    }

    /** Noted by a clock that was ahead: what it says was done is done again, or nothing would be until that time comes. */
    private static boolean isToCome(Instant noted, Instant now) {
        return noted.isAfter(now.plus(CLOCKS_APART));
    }

    /** One that fails keeps none of the others from being published; it is tried again with the next tick. */
    private boolean dueOf(long list) {
        try {
            return publish(list);
        } catch (RuntimeException failure) {
            DatabaseTrouble.rethrow(failure);
            log.error(
                    "status_list.failed list={} failure={}",
                    list,
                    failure.getClass().getName());
            return false;
        }
    }

    private record Done(boolean published, List<StatusEntries.Mark> marks) {
        private static final Done NOTHING = new Done(false, List.of());
    }

    private boolean publish(long list) {
        Done done = apart.execute(status -> lists.lock(list)
                .filter(published -> published.fault() == null)
                .map(this::publish)
                .orElse(Done.NOTHING));
        // After the commit, or a mark would be gone without its change. Those left by a crash are looked at again.
        entries.unmark(list, done.marks());
        return done.published();
    }

    private Done publish(StatusLists.Published last) {
        Instant now = now();
        Optional<StatusFault> fault = check.againstTheLast(last);
        boolean checks = isUnchecked(last.checkedAt(), now);
        if (fault.isEmpty() && checks) {
            fault = check.againstTheDatabase(last);
        }
        if (fault.isPresent()) {
            return stop(last, fault.get(), now);
        }
        if (checks) {
            kept.forget(last.list(), now);
            entries.forget(last.list(), now.minus(settings.history()));
            lists.checked(last.list(), now);
        }
        return go(last, now);
    }

    private Done go(StatusLists.Published last, Instant now) {
        StatusBits next = last.bits().copy();
        Map<Integer, StatusValue> changes = new TreeMap<>();
        List<StatusEntries.Mark> marks = new ArrayList<>();
        for (StatusEntries.Entry entry : entries.marked(last.list())) {
            StatusFault fault = faultIn(last, entry);
            if (fault != null) {
                return stop(last, fault, now);
            }
            note(entry.index(), entry.value(), next, changes);
            if (entry.mark() != null) {
                marks.add(entry.mark());
            }
        }
        for (Decoys.Change change : decoys.between(last.list(), last.decoysUntil(), now)) {
            // What has ended stays so, whatever chance has in mind for it.
            if (next.get(change.index()).mayBecome(change.value())) {
                note(change.index(), change.value(), next, changes);
            }
        }
        if (changes.isEmpty() && !isOld(last.publishedAt(), now) && last.number() > 0) {
            return new Done(false, marks);
        }
        // A clock that was set back lets no decoy live twice.
        sign(last, next, changes, now.isAfter(last.decoysUntil()) ? now : last.decoysUntil(), now);
        return new Done(true, marks);
    }

    private static @Nullable StatusFault faultIn(StatusLists.Published last, StatusEntries.Entry entry) {
        return !entry.known()
                ? StatusFault.MISSING_ENTRY
                : last.bits().get(entry.index()).mayBecome(entry.value()) ? null : StatusFault.CAME_BACK_TO_LIFE;
    }

    private static void note(int index, StatusValue value, StatusBits next, Map<Integer, StatusValue> changes) {
        if (next.get(index) != value) {
            next.set(index, value);
            changes.put(index, value);
        }
    }

    private void sign(
            StatusLists.Published last,
            StatusBits next,
            Map<Integer, StatusValue> changes,
            Instant decoysUntil,
            Instant now) {
        long number = last.number() + 1;
        // In whole seconds, as it says in the token.
        Instant at = now.truncatedTo(ChronoUnit.SECONDS);
        StatusToken token = new StatusToken(last.list(), number, at, at.plus(settings.term()));
        byte[] root = MerkleRoot.of(next);
        byte[] compressed = next.compressed();
        kept.keep(token, root, StatusTokens.gzip(tokens.list(token, compressed, root)), cwts.list(token, compressed));
        kept.keepChanges(last.list(), number, changes);
        lists.store(
                new StatusLists.Published(
                        last.list(), last.openedAt(), number, next, decoysUntil, now, last.checkedAt(), null),
                now);
    }

    /**
     * How a list stands, for operators.
     *
     * @param stopped why nothing more of it is published; null while all is well
     */
    public record State(
            long list,
            long number,
            Instant publishedAt,
            Instant checkedAt,
            @Nullable StatusFault stopped) {}

    /** All lists, in order. */
    public List<State> states() {
        return lists.states();
    }

    /**
     * An operator has looked at a list that is stopped, and what the database says now is right: it is made anew from that, and
     * published from then on. False if there is no such list, or it is not stopped.
     */
    public boolean accept(long list) {
        return apart.execute(status -> lists.lock(list)
                .filter(last -> last.fault() != null)
                .map(last -> {
                    makeAnew(last);
                    return true;
                })
                .orElse(false));
    }

    private void makeAnew(StatusLists.Published last) {
        StatusCheck.Rebuilt rebuilt = check.rebuild(last);
        giveUp(last, rebuilt);
        StatusBits next = rebuilt.bits();
        Map<Integer, StatusValue> changes = new TreeMap<>();
        for (int index = 0; index < StatusBits.ENTRIES; index++) {
            if (next.get(index) != last.bits().get(index)) {
                changes.put(index, next.get(index));
            }
        }
        lists.goOn(last.list());
        // After whatever was out before, also where the database has forgotten that.
        sign(last.after(check.lastNumber(last.list())), next, changes, last.decoysUntil(), now());
    }

    /**
     * A place that two were told is nobody's any more, and says so; the two are dealt others. One that nobody is known to have
     * been dealt, but that was told of, keeps what was said of it last. Nothing comes back to life by being forgotten.
     */
    private void giveUp(StatusLists.Published last, StatusCheck.Rebuilt rebuilt) {
        Map<Integer, StatusValue> lost = new TreeMap<>();
        rebuilt.twice().stream().forEach(index -> {
            entries.remove(last.list(), index);
            lost.put(index, StatusValue.INVALID);
        });
        for (int index = 0; index < StatusBits.ENTRIES; index++) {
            if (rebuilt.isNobodys(index) && last.bits().get(index) != StatusValue.VALID) {
                lost.put(index, last.bits().get(index));
            }
        }
        lost.forEach(rebuilt.bits()::set);
        lists.giveUp(last.list(), lost);
    }

    private Done stop(StatusLists.Published last, StatusFault fault, Instant now) {
        lists.stop(last.list(), fault, now);
        // What a database that was set back has forgotten was dealt is not dealt a second time.
        long forgotten = fault == StatusFault.OLDER_NUMBER ? folder.highest().orElse(0) : 0;
        lists.dealAfter(Math.max(last.list(), forgotten));
        findings.report(Findings.Kind.STATUS_LIST_STOPPED, "list " + last.list() + " " + fault);
        log.warn("status_list.stopped list={} number={} why={}", last.list(), last.number(), fault);
        return Done.NOTHING;
    }

    private Instant now() {
        return machine.instant();
    }
}
