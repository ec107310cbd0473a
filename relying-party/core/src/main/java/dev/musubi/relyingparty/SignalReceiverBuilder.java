package dev.musubi.relyingparty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a {@link SignalReceiver}. Audience and listener are needed; everything else has a default. */
public final class SignalReceiverBuilder {

    private static final int REMEMBERED = 100_000;
    private static final int AT_ONCE = 16;

    private final URI transmitter;
    private final List<Path> trusted = new ArrayList<>();
    private @Nullable String audience;
    private @Nullable SignalListener listener;
    private @Nullable String authorization;
    private SeenSignals seen = SeenSignals.inMemory(REMEMBERED);
    private Duration patience = Duration.ofSeconds(40);
    private Duration skew = Duration.ofMinutes(1);
    private InstantSource clock = InstantSource.system();
    private Addresses.Names names = InetAddress::getAllByName;

    SignalReceiverBuilder(URI transmitter) {
        this.transmitter = transmitter;
    }

    /** For whom the tokens are: {@code aud} of the stream, with Musubi the client's identifier. */
    public SignalReceiverBuilder to(String aud) {
        audience = aud;
        return this;
    }

    /** Whom they are told. */
    public SignalReceiverBuilder listener(SignalListener told) {
        listener = told;
        return this;
    }

    /** What the header {@code Authorization} of a push has to say, as the stream was configured; nothing is asked for unless set. */
    public SignalReceiverBuilder authorization(String header) {
        authorization = header;
        return this;
    }

    /** Where is kept which were handled; in memory unless set. */
    public SignalReceiverBuilder seen(SeenSignals store) {
        seen = store;
        return this;
    }

    /** Trusts the certificates in this file (PEM) on top of the JDK's authorities. */
    public SignalReceiverBuilder trusting(Path pem) {
        trusted.add(pem);
        return this;
    }

    /**
     * How long a call to the transmitter may take in all; forty seconds unless set, which is longer than a poll waits.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public SignalReceiverBuilder patience(Duration longest) {
        if (longest.isNegative() || longest.isZero()) {
            throw new IllegalArgumentException("patience is a positive duration");
        }
        patience = longest;
        return this;
    }

    /** How far the transmitter's clock may be ahead of this one, and how far this one may go back; a minute unless set. */
    public SignalReceiverBuilder skew(Duration apart) {
        skew = apart;
        return this;
    }

    /** Another place to look names up than the machine's, to see which addresses are inside. */
    SignalReceiverBuilder names(Addresses.Names lookedUp) {
        names = lookedUp;
        return this;
    }

    /** Another clock than the machine's. */
    public SignalReceiverBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /**
     * Builds it.
     *
     * @throws IllegalStateException if something is missing; the message says what
     * @throws IOException if a certificate cannot be read or used
     */
    public SignalReceiver build() throws IOException {
        String aud = audience;
        SignalListener told = listener;
        if (aud == null || told == null) {
            throw new IllegalStateException("to and listener are needed");
        }
        if (!"https".equals(transmitter.getScheme()) || transmitter.getHost() == null) {
            throw new IllegalStateException("the transmitter is an https URL");
        }
        SteadyClock steady = new SteadyClock(clock, skew);
        Transport transport = new Transport(
                ClientTls.context(trusted, null, new char[0]),
                patience,
                new Peers(AT_ONCE, patience, System::nanoTime));
        Transmitter from = new Transmitter(transmitter, transport, steady, new Addresses(names));
        return new SignalReceiver(transport, from, new EventTokens(from, aud, steady), seen, told, authorization);
    }
}
