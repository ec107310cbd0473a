package dev.musubi.app.conformance;

import dev.musubi.app.client.Tls;
import dev.musubi.relyingparty.Signal;
import dev.musubi.relyingparty.SignalReceiver;
import dev.musubi.relyingparty.SignalReceiverBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A receiver, where the suite plays the transmitter: the library for relying parties as it is, told by the name of each test
 * what to do at the transmitter's streams. Each test is another transmitter with other keys, so each has a receiver of its own.
 */
final class PlayedReceiver implements OtherSide.Role {

    private static final String TESTS = "openid-ssf-receiver-";
    private static final String CAEP = "https://schemas.openid.net/secevent/caep/event-type/";
    private static final String RISC = "https://schemas.openid.net/secevent/risc/event-type/";

    /** What the CAEP Interoperability Profile 1.0 section 3 is about. */
    private static final Set<String> INTEROPERABLE =
            Set.of(Signal.SESSION_REVOKED, Signal.CREDENTIAL_CHANGE, CAEP + "device-compliance-change");

    /** All there are of CAEP 1.0 section 3 and of RISC 1.0 section 2. */
    private static final Set<String> ALL = Stream.concat(
                    Stream.of(
                                    "session-revoked",
                                    "token-claims-change",
                                    "credential-change",
                                    "assurance-level-change",
                                    "device-compliance-change",
                                    "session-established",
                                    "session-presented",
                                    "risk-level-change")
                            .map(CAEP::concat),
                    Stream.of(
                                    "account-credential-change-required",
                                    "account-purged",
                                    "account-disabled",
                                    "account-enabled",
                                    "identifier-changed",
                                    "identifier-recycled",
                                    "credential-compromise",
                                    "opt-in",
                                    "opt-out-initiated",
                                    "opt-out-cancelled",
                                    "opt-out-effective",
                                    "recovery-activated",
                                    "recovery-information-changed",
                                    "sessions-revoked")
                            .map(RISC::concat))
            .collect(Collectors.toUnmodifiableSet());

    private final List<Path> trusted;
    private final String audience;
    private final PushDoor door;
    private final boolean pushed;

    /**
     * Of one plan.
     *
     * @param trusted the suite's certificates (PEM)
     * @param audience for whom the plan's tokens are
     * @param pushed whether its streams are pushed, else polled
     */
    PlayedReceiver(List<Path> trusted, String audience, PushDoor door, boolean pushed) {
        this.trusted = trusted;
        this.audience = audience;
        this.door = door;
        this.pushed = pushed;
    }

    @Override
    public void play(SuiteTests.Running test) throws Exception {
        String issuer = test.said("ssf_issuer");
        String authorization = "Bearer " + UUID.randomUUID();
        BlockingQueue<Signal> heard = new LinkedBlockingQueue<>();
        SignalReceiverBuilder builder =
                SignalReceiver.from(issuer).to(audience).listener(heard::add).authorization(authorization);
        trusted.forEach(builder::trusting);
        TokenEndpoint tokens = new TokenEndpoint(
                URI.create(test.said("ssf_token_endpoint")),
                Tls.trusting(trusted),
                test.said("ssf_client_id"),
                test.said("ssf_client_secret"));
        try (SignalReceiver receiver = builder.build()) {
            door.leadsTo(receiver);
            ReceiverSteps steps = new ReceiverSteps(
                    receiver.streams(tokens.own()), receiver, heard, pushed ? door.uri() : null, authorization);
            play(test.name(), steps);
        }
    }

    private static void play(String test, ReceiverSteps steps) throws IOException, InterruptedException {
        switch (test.startsWith(TESTS) ? test.substring(TESTS.length()) : test) {
            case "happypath" -> {
                steps.begin(INTEROPERABLE);
                steps.read();
                steps.want(Set.of(Signal.SESSION_REVOKED));
                steps.replace(INTEROPERABLE);
                steps.end();
            }
            case "stream-create-delete" -> {
                steps.begin(INTEROPERABLE);
                steps.end();
            }
            case "stream-status-update" -> {
                steps.begin(INTEROPERABLE);
                steps.pauseAndGoOn();
                steps.end();
            }
            case "stream-verification" -> {
                steps.begin(INTEROPERABLE);
                steps.verify();
                steps.end();
            }
            case "unsolicited-stream-verification" -> {
                steps.begin(INTEROPERABLE);
                steps.hearVerification(null);
                steps.end();
            }
            case "stream-supported-events" -> {
                steps.begin(ALL);
                steps.verify();
                steps.hearAllThatWillCome();
                steps.end();
            }
            case "stream-caep-interop" -> {
                steps.begin(INTEROPERABLE);
                steps.read();
                steps.mustDeliver();
                steps.verify();
                steps.hearAllThatWillCome();
                steps.end();
            }
            default -> throw new IllegalStateException("nobody knows what this test waits for");
        }
    }
}
