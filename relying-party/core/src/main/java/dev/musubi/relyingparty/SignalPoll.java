package dev.musubi.relyingparty;

import dev.musubi.relyingparty.SignalOutcome.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fetches signals from one stream (RFC 8936), one poll after the other. What was handled is acknowledged with the next poll;
 * what could not be handled, or not be checked for now, is not, and comes again. It can be ended and begun anew at any time:
 * what was not acknowledged is fetched once more, and known again if it was handled. What is wrong for good, whenever it
 * comes, is told to the transmitter as an error ({@code setErrs}); a signature that does not hold, or a time to come, is not,
 * since keys change and clocks differ.
 *
 * <p>A signal that the application does not take holds back those of its subject, so that none overtakes it, and is tried
 * again at intervals from a second to a minute. Those of other subjects go on; but since a transmitter answers at once while
 * anything is not acknowledged, each poll that brings nothing else is followed by a rest of up to some seconds. Where so many
 * subjects are held back that they fill an answer (Musubi tells of a hundred at once), the protocol has no way to ask for
 * those behind them.
 */
public final class SignalPoll implements AutoCloseable {

    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final SignalReceiver receiver;
    private final Call call;
    private final boolean waits;
    private final PollPace pace;
    private final LongSupplier ticker;
    private final Rest rest;
    private final CountDownLatch closing;
    private List<String> handled = List.of();
    private Map<String, Object> refused = Map.of();

    /** A POST to the stream. */
    @FunctionalInterface
    interface Call {
        Transport.Answer post(Map<String, Object> body, Map<String, String> headers) throws IOException;
    }

    /** Waits between two polls; true if there is to be none any more. */
    @FunctionalInterface
    interface Rest {
        boolean isLast(Duration pause) throws InterruptedException;
    }

    /**
     * Of one stream.
     *
     * @param waits whether a call may take as long as a transmitter waits; else it is asked every few seconds
     */
    SignalPoll(SignalReceiver receiver, Call call, boolean waits) {
        this(
                receiver,
                call,
                waits,
                new PollPace(
                        waits ? REST : BETWEEN,
                        () -> ThreadLocalRandom.current().nextDouble()),
                System::nanoTime,
                null);
    }

    /**
     * The same by another pace and time.
     *
     * @param ticker nanoseconds that only ever grow
     * @param rest null to wait in earnest, until it is closed
     */
    SignalPoll(
            SignalReceiver receiver,
            Call call,
            boolean waits,
            PollPace pace,
            LongSupplier ticker,
            @Nullable Rest rest) {
        CountDownLatch closed = new CountDownLatch(1);
        this.receiver = receiver;
        this.call = call;
        this.waits = waits;
        this.pace = pace;
        this.ticker = ticker;
        this.closing = closed;
        this.rest = rest == null ? pause -> closed.await(pause.toMillis(), TimeUnit.MILLISECONDS) : rest;
    }

    /**
     * How long {@link #run} rests after an answer that brought nothing new, at least, and up to half of it more by chance: a
     * second unless set, or five where the transmitter is not asked to wait. A transmitter that never waits is asked no more
     * often than that.
     *
     * @throws IllegalArgumentException if it is less than a tenth of a second, or more than a minute
     */
    public SignalPoll resting(Duration atLeast) {
        pace.resting(atLeast);
        return this;
    }

    /**
     * What a poll brought.
     *
     * @param handled how many were handled, now or before
     * @param left how many could not be, and come again
     * @param more whether the transmitter has others already
     */
    public record Brought(int handled, int left, boolean more) {}

    /**
     * What a round of {@link #run} came to.
     *
     * @param anew how many were handled for the first time
     * @param stuck whether none can be checked for now
     */
    private record Round(Brought brought, int anew, boolean stuck) {}

    /**
     * Polls once, and acknowledges what the poll before brought. How often is up to the caller; of one subject nothing is
     * handled any more in this poll after something that could not be.
     *
     * @param mayWait whether the transmitter may wait for something to tell
     * @throws IOException if the transmitter cannot be reached, or answers something else; nothing is lost by that
     */
    public Brought once(boolean mayWait) throws IOException {
        return poll(mayWait, new HeldBack(ticker)).brought();
    }

    private synchronized Round poll(boolean mayWait, HeldBack held) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("returnImmediately", !mayWait);
        if (!handled.isEmpty()) {
            body.put("ack", handled);
        }
        if (!refused.isEmpty()) {
            body.put("setErrs", refused);
        }
        // What is said of errors is in a language, and that is said too (RFC 8936 section 2.6).
        Transport.Answer answer =
                call.post(body, refused.isEmpty() ? Map.of() : Map.of("Content-Language", PushAnswer.CONTENT_LANGUAGE));
        if (answer.status() != 200) {
            throw new TransportException(Trouble.Why.STATUS);
        }
        Map<String, Object> said = Json.parse(answer.body());
        if (!(said.get("sets") instanceof Map<?, ?> sets)) {
            throw new TransportException(Trouble.Why.NOT_UNDERSTOOD);
        }
        // What was sent along has been taken note of.
        List<String> taken = new ArrayList<>();
        Map<String, Object> faults = new LinkedHashMap<>();
        int left = 0;
        int anew = 0;
        boolean stuck = false;
        for (Map.Entry<?, ?> each : sets.entrySet()) {
            String id = String.valueOf(each.getKey());
            SignalOutcome outcome = stuck ? null : hear(id, String.valueOf(each.getValue()), sets.keySet(), held);
            if (outcome instanceof SignalOutcome.Handled now) {
                taken.add(id);
                anew += now.before() ? 0 : 1;
            } else if (outcome instanceof SignalOutcome.Refused no
                    && !no.fault().retry()) {
                faults.put(id, Map.of("err", String.valueOf(no.fault().err()), "description", no.description()));
            } else {
                left++;
                stuck |= outcome instanceof SignalOutcome.Refused no
                        && no.fault().ofAll();
            }
        }
        handled = taken;
        refused = faults;
        return new Round(new Brought(taken.size(), left, Boolean.TRUE.equals(said.get("moreAvailable"))), anew, stuck);
    }

    /** Has one handled; null where it has to wait. */
    private @Nullable SignalOutcome hear(String id, String token, Set<?> beside, HeldBack held) {
        if (held.holds(id, id, beside)) {
            return null;
        }
        EventTokens.Read read = receiver.read(token);
        Object whose =
                read instanceof EventTokens.Read.Holds holds ? holds.signal().subject() : id;
        if (held.holds(whose, id, beside)) {
            return null;
        }
        SignalOutcome outcome = receiver.handle(read);
        if (outcome instanceof SignalOutcome.NotHandled
                || (outcome instanceof SignalOutcome.Refused no && isToWait(no.fault()))) {
            held.wait(whose, id);
        } else {
            held.letGo(whose);
        }
        return outcome;
    }

    /** Where no token can be checked, it is the polls that wait. */
    private static boolean isToWait(Fault fault) {
        return fault.retry() && !fault.ofAll();
    }

    /**
     * Polls until {@link #close}, on the caller's thread; at growing intervals while the transmitter cannot be reached, nothing
     * can be checked, or what it was given to call throws. That is logged, and does not end it.
     */
    public void run() {
        HeldBack held = new HeldBack(ticker);
        Duration pause = Duration.ZERO;
        try {
            while (!rest.isLast(pause)) {
                pause = next(held);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration next(HeldBack held) {
        try {
            Round round = poll(waits, held);
            if (round.stuck()) {
                return pace.afterFailure();
            }
            if (round.anew() > 0) {
                return pace.afterSomethingNew();
            }
            return round.brought().left() > 0 ? pace.whileLeft() : pace.afterNothing();
        } catch (IOException e) {
            Log.trouble("poll", Trouble.of(Trouble.Why.NOT_UNDERSTOOD, e));
        } catch (RuntimeException unforeseen) {
            Log.pollFailed(Trouble.of(Trouble.Why.NOT_UNDERSTOOD, unforeseen));
        }
        return pace.afterFailure();
    }

    /** Ends {@link #run} after the poll that is under way. */
    @Override
    public void close() {
        closing.countDown();
    }
}
