package dev.musubi.issuer.outbound;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;

/** A way out for tests of its users. */
public final class OutboundForTests {

    private OutboundForTests() {}

    /** One that may call this machine, and whose breakers never open. */
    public static Outbound withLoopback() {
        return new Outbound(
                new OutboundSettings(List.of(), 16, 64, Duration.ofSeconds(10), 1000, Duration.ofSeconds(1)),
                AddressRules.allowing(List.of(Network.parse("127.0.0.0/8"))),
                new SimpleMeterRegistry());
    }
}
