package dev.musubi.app.conformance;

import dev.musubi.relyingparty.Signal;
import dev.musubi.relyingparty.SignalPoll;
import dev.musubi.relyingparty.SignalReceiver;
import dev.musubi.relyingparty.SignalStreams;
import dev.musubi.relyingparty.StreamConfiguration;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a receiver does with one stream, step by step; each fails where the transmitter answers otherwise than it has to. */
final class ReceiverSteps {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_EVERY_MILLIS = 300;

    private final SignalStreams streams;
    private final SignalReceiver receiver;
    private final BlockingQueue<Signal> heard;
    private final @Nullable URI pushedTo;
    private final String authorization;
    private String id = "";
    private @Nullable SignalPoll poll;

    /**
     * For one stream.
     *
     * @param heard what {@code receiver} hears
     * @param pushedTo where it is pushed to; null to poll
     * @param authorization what a push shows
     */
    ReceiverSteps(
            SignalStreams streams,
            SignalReceiver receiver,
            BlockingQueue<Signal> heard,
            @Nullable URI pushedTo,
            String authorization) {
        this.streams = streams;
        this.receiver = receiver;
        this.heard = heard;
        this.pushedTo = pushedTo;
        this.authorization = authorization;
    }

    void begin(Set<String> events) throws IOException {
        SignalStreams.Stream made =
                pushedTo == null ? streams.polled(events) : streams.pushed(pushedTo, authorization, events);
        id = made.id();
        poll = pushedTo == null ? streams.poll(made, receiver) : null;
    }

    StreamConfiguration read() throws IOException {
        StreamConfiguration read = streams.read(id);
        must(read.id().equals(id), "another stream was read");
        must(read.pushed() == (pushedTo != null), "the stream is delivered in another way");
        return read;
    }

    void want(Set<String> events) throws IOException {
        must(streams.want(id, events).delivered().equals(events), "what is wanted now does not come");
    }

    void replace(Set<String> events) throws IOException {
        StreamConfiguration now = pushedTo == null
                ? streams.replaceByPolled(id, events)
                : streams.replaceByPushed(id, pushedTo, authorization, events);
        must(now.delivered().equals(events), "what is wanted now does not come");
    }

    void pauseAndGoOn() throws IOException {
        streams.pause(id);
        must(streams.status(id).equals(Optional.of(SignalStreams.Status.PAUSED)), "the stream is not paused");
        streams.enable(id);
        mustDeliver();
    }

    void mustDeliver() throws IOException {
        must(streams.status(id).equals(Optional.of(SignalStreams.Status.ENABLED)), "the stream does not deliver");
    }

    void verify() throws IOException, InterruptedException {
        String state = UUID.randomUUID().toString();
        streams.verify(id, state);
        hearVerification(state);
    }

    /** Hears that the stream works; {@code state} is null where the transmitter says so by itself. */
    void hearVerification(@Nullable String state) throws IOException, InterruptedException {
        Signal signal = hear();
        must(signal.is(Signal.VERIFICATION), "another signal came than the verification");
        must(
                state == null
                        ? !signal.said().containsKey("state")
                        : state.equals(signal.said().get("state")),
                "another state");
        acknowledge();
    }

    /** Hears one signal of each kind that the stream is to deliver. */
    void hearAllThatWillCome() throws IOException, InterruptedException {
        Set<String> missing = new HashSet<>(streams.read(id).delivered());
        while (!missing.isEmpty()) {
            missing.remove(hear().type());
        }
        acknowledge();
    }

    private Signal hear() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (poll != null && heard.isEmpty()) {
                poll.once(false);
            }
            Signal signal = heard.poll(POLL_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            if (signal != null) {
                return signal;
            }
        }
        throw new IllegalStateException("nothing came in " + PATIENCE.toSeconds() + " seconds");
    }

    /** What a poll brought is acknowledged with the next one; a push was with its answer. */
    private void acknowledge() throws IOException {
        if (poll != null) {
            poll.once(false);
        }
    }

    void end() throws IOException, InterruptedException {
        // The answer to the last push may still be on its way.
        Thread.sleep(pushedTo == null ? 0 : 1_000);
        streams.remove(id);
    }

    private static void must(boolean so, String what) {
        if (!so) {
            throw new IllegalStateException(what);
        }
    }
}
