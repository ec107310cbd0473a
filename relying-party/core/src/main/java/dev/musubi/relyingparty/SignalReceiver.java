package dev.musubi.relyingparty;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a transmitter tells (OpenID Shared Signals Framework 1.0): by push (RFC 8935), with {@link #pushed} behind
 * whatever HTTP server the application has, or by {@link #poll} (RFC 8936). Any transmitter will do, not Musubi's alone.
 * One object serves a whole application and is safe to use from many threads.
 *
 * {@snippet :
 * SignalReceiver receiver = SignalReceiver.from("https://id.example").to("bank")
 *         .listener(signal -> accounts.lookAt(signal)).authorization("Bearer " + secret).build();
 * PushAnswer answer = receiver.pushed(contentType, authorization, body);
 * }
 *
 * <p>A signal is handled, then noted as handled, then acknowledged. So none is lost whatever dies when, and one may come
 * twice.
 */
public final class SignalReceiver implements AutoCloseable {

    private final Transport transport;
    private final Transmitter transmitter;
    private final EventTokens tokens;
    private final SeenSignals seen;
    private final SignalListener listener;
    private final @Nullable String authorization;

    SignalReceiver(
            Transport transport,
            Transmitter transmitter,
            EventTokens tokens,
            SeenSignals seen,
            SignalListener listener,
            @Nullable String authorization) {
        this.transport = transport;
        this.transmitter = transmitter;
        this.tokens = tokens;
        this.seen = seen;
        this.listener = listener;
        this.authorization = authorization;
    }

    /** Of the transmitter with this issuer identifier, an https URL. Nothing is asked of it before the first token comes. */
    public static SignalReceiverBuilder from(String transmitter) {
        return new SignalReceiverBuilder(URI.create(transmitter));
    }

    /** Checks a token and has it handled, unless it was. */
    public SignalOutcome hear(String token) {
        return handle(read(token));
    }

    /** Checks a token. */
    EventTokens.Read read(String token) {
        return tokens.read(token);
    }

    /** Has one that was checked handled, unless it was or does not hold. */
    SignalOutcome handle(EventTokens.Read read) {
        return read instanceof EventTokens.Read.Holds holds
                ? handle(holds.signal())
                : refused(((EventTokens.Read.Not) read).fault());
    }

    private static SignalOutcome.Refused refused(SignalOutcome.Fault fault) {
        SignalOutcome.Refused refused = new SignalOutcome.Refused(fault);
        Log.signalRefused(refused);
        return refused;
    }

    private SignalOutcome handle(Signal signal) {
        try {
            if (seen.isHandled(signal.issuer(), signal.id())) {
                return new SignalOutcome.Handled(signal, true);
            }
            listener.on(signal);
            seen.handled(signal.issuer(), signal.id());
            return new SignalOutcome.Handled(signal, false);
        } catch (Exception notHandled) {
            if (notHandled instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            Log.signalNotHandled(signal.type(), Trouble.of(Trouble.Why.INTERRUPTED, notHandled));
            return new SignalOutcome.NotHandled(signal);
        }
    }

    /**
     * Takes a push.
     *
     * @param contentType the header {@code Content-Type}
     * @param shown the header {@code Authorization}, if it came
     * @param body the body, which the server has kept to a size: 64 KiB is more than any token
     */
    public PushAnswer pushed(@Nullable String contentType, @Nullable String shown, String body) {
        if (!isAgreed(shown)) {
            return PushAnswer.to(refused(SignalOutcome.Fault.AUTHORIZATION));
        }
        String type =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return PushAnswer.to(
                type.equals("application/secevent+jwt") ? hear(body.strip()) : refused(SignalOutcome.Fault.MALFORMED));
    }

    /** Compares without telling by its time how much was right. */
    private boolean isAgreed(@Nullable String shown) {
        return authorization == null
                || (shown != null
                        && MessageDigest.isEqual(
                                authorization.getBytes(StandardCharsets.UTF_8),
                                shown.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Polls a stream with bearer tokens, of whatever transmitter.
     *
     * @param endpoint where, as the stream's {@code delivery} says; a transmitter outside does not name what is inside
     * @param bearerToken the access token to use now; what it throws {@link SignalPoll#run} logs, and asks again later
     */
    public SignalPoll poll(URI endpoint, Supplier<String> bearerToken) {
        return new SignalPoll(
                this,
                (body, headers) -> {
                    transmitter.hold(endpoint);
                    Map<String, String> all = new LinkedHashMap<>(headers);
                    all.put("Authorization", "Bearer " + Objects.requireNonNull(bearerToken.get()));
                    return transport.postJson(endpoint, body, all);
                },
                true);
    }

    /**
     * Manages streams with bearer tokens, at whatever transmitter; to poll them, {@link #poll} has the transmitter wait.
     *
     * @param bearerToken the access token to use now, which the transmitter lets read and manage streams
     */
    public SignalStreams streams(Supplier<String> bearerToken) {
        return new SignalStreams(
                transmitter.issuer().toString(), transmitter, StreamAccess.bearing(transport, bearerToken));
    }

    /** Lets go of its connections. */
    @Override
    public void close() {
        transport.close();
    }
}
