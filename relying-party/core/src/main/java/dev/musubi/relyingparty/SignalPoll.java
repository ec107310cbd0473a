package dev.musubi.relyingparty;

import dev.musubi.relyingparty.SignalOutcome.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Fetches signals from one stream (RFC 8936), one poll after the other. What was handled is acknowledged with the next poll;
 * what could not be handled is not, and comes again. It can be ended and begun anew at any time: what was not acknowledged is
 * fetched once more, and known again if it was handled.
 */
public final class SignalPoll implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final SignalReceiver receiver;
    private final Call call;
    private final boolean waits;
    private final CountDownLatch closing = new CountDownLatch(1);
    private List<String> handled = List.of();
    private Map<String, Object> refused = Map.of();

    /** A POST to the stream. */
    @FunctionalInterface
    interface Call {
        Transport.Answer post(Map<String, Object> body) throws IOException;
    }

    /**
     * Of one stream.
     *
     * @param waits whether a call may take as long as a transmitter waits; else it is asked every few seconds
     */
    SignalPoll(SignalReceiver receiver, Call call, boolean waits) {
        this.receiver = receiver;
        this.call = call;
        this.waits = waits;
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
     * Polls once, and acknowledges what the poll before brought.
     *
     * @param mayWait whether the transmitter may wait for something to tell
     * @throws IOException if the transmitter cannot be reached, or answers something else; nothing is lost by that
     */
    public synchronized Brought once(boolean mayWait) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("returnImmediately", !mayWait);
        if (!handled.isEmpty()) {
            body.put("ack", handled);
        }
        if (!refused.isEmpty()) {
            body.put("setErrs", refused);
        }
        Transport.Answer answer = call.post(body);
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
        for (Map.Entry<?, ?> each : sets.entrySet()) {
            String id = String.valueOf(each.getKey());
            SignalOutcome outcome = receiver.hear(String.valueOf(each.getValue()));
            if (outcome instanceof SignalOutcome.Handled) {
                taken.add(id);
            } else if (outcome instanceof SignalOutcome.Refused no && no.fault().err() != null) {
                faults.put(id, Map.of("err", err(no.fault()), "description", no.code()));
            } else {
                left++;
            }
        }
        handled = taken;
        refused = faults;
        return new Brought(taken.size(), left, Boolean.TRUE.equals(said.get("moreAvailable")));
    }

    private static String err(Fault fault) {
        return String.valueOf(fault.err());
    }

    /**
     * Polls until {@link #close}, on the caller's thread; while the transmitter cannot be reached, or the application cannot
     * handle what comes, at growing intervals.
     */
    public void run() {
        Duration pause = Duration.ZERO;
        try {
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    Brought brought = once(waits);
                    pause = brought.left() > 0 ? longer(pause) : rest(brought);
                } catch (IOException e) {
                    Log.trouble("poll", Trouble.of(Trouble.Why.NOT_UNDERSTOOD, e));
                    pause = longer(pause);
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was handled is acknowledged at once. */
    private Duration rest(Brought brought) {
        return waits || brought.more() || brought.handled() > 0 ? Duration.ZERO : BETWEEN;
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** Ends {@link #run} after the poll that is under way. */
    @Override
    public void close() {
        closing.countDown();
    }
}
