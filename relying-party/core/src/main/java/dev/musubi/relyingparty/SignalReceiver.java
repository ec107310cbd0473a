package dev.musubi.relyingparty;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
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
    private final EventTokens tokens;
    private final SeenSignals seen;
    private final SignalListener listener;
    private final @Nullable String authorization;

    SignalReceiver(
            Transport transport,
            EventTokens tokens,
            SeenSignals seen,
            SignalListener listener,
            @Nullable String authorization) {
        this.transport = transport;
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
        EventTokens.Read read = tokens.read(token);
        SignalOutcome outcome = read instanceof EventTokens.Read.Holds holds
                ? handle(holds.signal())
                : new SignalOutcome.Refused(((EventTokens.Read.Not) read).fault());
        if (outcome instanceof SignalOutcome.Refused refused) {
            Log.signalRefused(refused);
        }
        return outcome;
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
            SignalOutcome.Refused refused = new SignalOutcome.Refused(SignalOutcome.Fault.AUTHORIZATION);
            Log.signalRefused(refused);
            return PushAnswer.to(refused);
        }
        String type =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return PushAnswer.to(
                type.equals("application/secevent+jwt")
                        ? hear(body.strip())
                        : new SignalOutcome.Refused(SignalOutcome.Fault.MALFORMED));
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
     * @param endpoint where, as the stream's {@code delivery} says
     * @param bearerToken the access token to use now
     */
    public SignalPoll poll(URI endpoint, Supplier<String> bearerToken) {
        return new SignalPoll(
                this,
                body -> transport.postJson(endpoint, body, Map.of("Authorization", "Bearer " + bearerToken.get())),
                true);
    }

    /** Lets go of its connections. */
    @Override
    public void close() {
        transport.close();
    }
}
