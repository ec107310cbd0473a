package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.musubi.relyingparty.SignalOutcome.Fault;
import dev.musubi.relyingparty.fixture.LogLines;
import dev.musubi.relyingparty.fixture.TestProvider;
import dev.musubi.relyingparty.fixture.TestTransmitter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a transmitter tells, by push and by poll, over a real socket. */
class SignalReceiverTest {

    private static final String PUSHED = "application/secevent+jwt";

    @TempDir
    private Path folder;

    private final List<Signal> heard = new CopyOnWriteArrayList<>();
    private final SeenSignals seen = SeenSignals.inMemory(100);
    private volatile boolean able = true;
    private volatile Duration offset = Duration.ZERO;
    private TestTransmitter transmitter;
    private SignalReceiver receiver;

    @BeforeEach
    void begin() throws IOException {
        transmitter = new TestTransmitter(folder);
        receiver = receiver(transmitter.issuer());
    }

    private SignalReceiver receiver(String issuer) throws IOException {
        return SignalReceiver.from(issuer)
                .to("bank")
                .listener(signal -> {
                    if (!able) {
                        throw new IllegalStateException("the database of 山田花子 is away");
                    }
                    heard.add(signal);
                })
                .seen(seen)
                .trusting(transmitter.pem())
                .clock(() -> Instant.now().plus(offset))
                .build();
    }

    @AfterEach
    void end() {
        receiver.close();
        transmitter.close();
    }

    private String token(String id) {
        return transmitter.token(id, Signal.REISSUED, claims -> {});
    }

    private Fault fault(Consumer<JWTClaimsSet.Builder> change) {
        SignalOutcome outcome = receiver.hear(transmitter.token("one", Signal.REISSUED, change));
        assertThat(outcome).isInstanceOf(SignalOutcome.Refused.class);
        return ((SignalOutcome.Refused) outcome).fault();
    }

    @Test
    void whenAPushHoldsThenTheApplicationIsToldOnceAndTheTransmitterThatItWasTaken() {
        PushAnswer answer = receiver.pushed(PUSHED, null, token("one"));
        assertThat(answer).isEqualTo(new PushAnswer(202, ""));
        assertThat(receiver.pushed(PUSHED + "; charset=utf-8", null, token("one")))
                .isEqualTo(answer);
        assertThat(heard).hasSize(1);
        Signal signal = heard.get(0);
        assertThat(signal.is(Signal.REISSUED)).isTrue();
        assertThat(signal.attributesChanged()).hasValue(true);
        assertThat(signal.subject().at(transmitter.issuer())).hasValue("the-holder");
        assertThat(signal.subject().at("https://other.example")).isEmpty();
        assertThat(signal.toString() + signal.subject()).doesNotContain("the-holder");
        assertThat(receiver.pushed(PUSHED, null, token("two")).status()).isEqualTo(202);
        assertThat(heard).extracting(Signal::id).containsExactly("one", "two");
        assertThat(transmitter.read).as("the metadata is read once").hasValue(1);
    }

    @Test
    void whenATokenIsNoneThenItIsRefusedByACodeAndTheTransmitterIsToldWhich() {
        assertThat(fault(claims -> claims.issuer("https://evil.example"))).isEqualTo(Fault.ISSUER);
        assertThat(fault(claims -> claims.audience("telco"))).isEqualTo(Fault.AUDIENCE);
        assertThat(fault(claims -> claims.issueTime(Date.from(Instant.now().plusSeconds(300)))))
                .isEqualTo(Fault.FUTURE);
        assertThat(fault(claims -> claims.issueTime(null))).isEqualTo(Fault.MALFORMED);
        assertThat(fault(claims -> claims.jwtID(null))).isEqualTo(Fault.MALFORMED);
        assertThat(fault(claims -> claims.jwtID("x".repeat(501)))).isEqualTo(Fault.MALFORMED);
        assertThat(fault(claims -> claims.claim("sub_id", null))).isEqualTo(Fault.MALFORMED);
        assertThat(fault(claims -> claims.claim("sub_id", Map.of()))).isEqualTo(Fault.MALFORMED);
        assertThat(fault(claims -> claims.claim("events", null))).isEqualTo(Fault.MALFORMED);
        assertThat(fault(claims -> claims.claim("events", Map.of()))).isEqualTo(Fault.MALFORMED);
        assertThat(fault(claims -> claims.claim("events", Map.of("a", Map.of(), "b", Map.of()))))
                .isEqualTo(Fault.MALFORMED);
        assertThat(fault(claims -> claims.claim("events", Map.of("a", "text")))).isEqualTo(Fault.MALFORMED);
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder().issuer(transmitter.issuer()).build();
        for (String forged : new String[] {
            transmitter.signed(null, "one", Signal.REISSUED, each -> {}),
            transmitter.signed("JWT", "one", Signal.REISSUED, each -> {}),
            transmitter.signed("logout+jwt", "one", Signal.REISSUED, each -> {}),
            TestProvider.sign(TestProvider.key(), "secevent+jwt", claims),
            new PlainJWT(claims).serialize()
        }) {
            assertThat(receiver.hear(forged)).isEqualTo(new SignalOutcome.Refused(Fault.SIGNATURE));
        }
        for (String none : new String[] {"", "a.b.c", "x".repeat(70_000)}) {
            assertThat(receiver.hear(none)).isEqualTo(new SignalOutcome.Refused(Fault.MALFORMED));
        }
        assertThat(heard).isEmpty();
        PushAnswer answer = receiver.pushed(
                PUSHED, null, transmitter.token("one", Signal.REISSUED, each -> each.audience("telco")));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"err\":\"invalid_audience\"", "signal_audience");
        assertThat(answer.headers())
                .containsOnly(Map.entry("Content-Type", "application/json"), Map.entry("Content-Language", "en"));
    }

    @Test
    void whenWhatIsPushedIsOfAnotherTypeThenItIsRefusedAndSaidInTheLog() {
        for (String type : new String[] {"text/plain", null}) {
            try (LogLines lines = new LogLines()) {
                PushAnswer answer = receiver.pushed(type, null, token("one"));
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.body()).contains("\"err\":\"invalid_request\"");
                assertThat(lines.all()).anyMatch(each -> each.contains("signal.refused: signal_malformed"));
            }
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void whenAFaultPassesThenTheTransmitterIsNotToldThatTheTokenIsWrong() {
        assertThat(Arrays.stream(Fault.values()).filter(fault -> !fault.retry()))
                .containsExactlyInAnyOrder(Fault.MALFORMED, Fault.ISSUER, Fault.AUDIENCE);
        assertThat(Arrays.stream(Fault.values()).filter(Fault::retry).map(Fault::err))
                .as("what a transmitter tries again, or no word at all")
                .containsOnly(null, "invalid_key", "authentication_failed");
        String early = transmitter.token(
                "one",
                Signal.REISSUED,
                claims -> claims.issueTime(Date.from(Instant.now().plusSeconds(120))));
        PushAnswer answer = receiver.pushed(PUSHED, null, early);
        assertThat(answer).isEqualTo(new PushAnswer(503, ""));
        assertThat(answer.headers()).isEmpty();
        offset = Duration.ofMinutes(2);
        assertThat(receiver.pushed(PUSHED, null, early).status()).isEqualTo(202);
    }

    @Test
    void whenTheTransmittersKeysMoveThenTheyAreFoundWithinTheHour() {
        transmitter.metadata = all -> all.put("jwks_uri", transmitter.issuer() + "/other-keys");
        assertThat(receiver.hear(token("one"))).isEqualTo(new SignalOutcome.Refused(Fault.SIGNATURE));
        transmitter.metadata = all -> {};
        assertThat(receiver.hear(token("one"))).isEqualTo(new SignalOutcome.Refused(Fault.SIGNATURE));
        offset = Duration.ofMinutes(61);
        assertThat(receiver.hear(token("one"))).isInstanceOf(SignalOutcome.Handled.class);
        assertThat(transmitter.read).hasValue(2);
    }

    @Test
    void whenATransmitterOutsideNamesWhatIsInsideThenNobodyGoesThere() throws IOException {
        try (SignalReceiver outside = SignalReceiver.from(transmitter.issuer())
                .to("bank")
                .listener(heard::add)
                .trusting(transmitter.pem())
                .names(host -> new InetAddress[] {
                    InetAddress.getByName(host.equals("inside.example") ? "10.0.0.1" : "203.0.113.7")
                })
                .build()) {
            SignalPoll poll = outside.poll(URI.create("https://inside.example/poll"), () -> {
                throw new IllegalStateException("no token goes there");
            });
            assertThatThrownBy(() -> poll.once(false))
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            thrown -> assertThat(thrown.why()).isEqualTo(Trouble.Why.ADDRESS_INSIDE));
            assertThat(outside.poll(transmitter.stream(), () -> "the-token").once(false))
                    .isEqualTo(new SignalPoll.Brought(0, 0, false));
            transmitter.metadata = all -> all.put("jwks_uri", "https://inside.example/jwks");
            assertThat(outside.hear(token("one"))).isEqualTo(new SignalOutcome.Refused(Fault.TRANSMITTER_UNREACHABLE));
        }
    }

    @Test
    void whenAHeaderWasAgreedThenWithoutItNothingIsTaken() throws IOException {
        try (SignalReceiver strict = SignalReceiver.from(transmitter.issuer())
                .to("bank")
                .listener(heard::add)
                .trusting(transmitter.pem())
                .authorization("Bearer secret")
                .build()) {
            for (String shown : new String[] {null, "", "Bearer other"}) {
                PushAnswer answer = strict.pushed(PUSHED, shown, token("one"));
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.body()).contains("\"err\":\"authentication_failed\"");
            }
            assertThat(heard).isEmpty();
            assertThat(strict.pushed(PUSHED, "Bearer secret", token("one")).status())
                    .isEqualTo(202);
        }
    }

    @Test
    void whenTheApplicationCannotHandleItThenItIsToldAgainAndNothingOfItIsLogged() {
        able = false;
        try (LogLines lines = new LogLines()) {
            assertThat(receiver.pushed(PUSHED, null, token("one")).status()).isEqualTo(503);
            assertThat(lines.all()).anyMatch(each -> each.contains("signal.not-handled"));
            assertThat(lines.all()).noneMatch(each -> each.contains("山田") || each.contains("the-holder"));
        }
        able = true;
        assertThat(receiver.pushed(PUSHED, null, token("one")).status()).isEqualTo(202);
        assertThat(heard).hasSize(1);
    }

    @Test
    void whenTheTransmitterIsNotWhoItShouldBeThenNothingIsBelieved() throws IOException {
        transmitter.metadata = all -> all.put("issuer", "https://other.example");
        assertThat(receiver.hear(token("one"))).isEqualTo(new SignalOutcome.Refused(Fault.TRANSMITTER_UNREACHABLE));
        assertThat(receiver.pushed(PUSHED, null, token("one")).status()).isEqualTo(503);
        transmitter.metadata = all -> all.put("jwks_uri", "http://localhost/jwks");
        assertThat(receiver.hear(token("one"))).isEqualTo(new SignalOutcome.Refused(Fault.TRANSMITTER_UNREACHABLE));
        transmitter.metadata = all -> {};
        assertThat(receiver.hear(token("one"))).isInstanceOf(SignalOutcome.Handled.class);
    }

    @Test
    void whenAStreamIsPolledThenWhatWasHandledIsAcknowledgedWithTheNextPoll() throws IOException {
        transmitter.waiting.put("one", token("one"));
        transmitter.waiting.put("bad", transmitter.token("bad", Signal.REISSUED, claims -> claims.audience("telco")));
        SignalPoll poll = receiver.poll(transmitter.stream(), () -> "the-token");
        assertThat(poll.once(false)).isEqualTo(new SignalPoll.Brought(1, 0, false));
        assertThat(heard).extracting(Signal::id).containsExactly("one");
        assertThat(transmitter.shown).containsExactly("Bearer the-token");
        assertThat(poll.once(false)).isEqualTo(new SignalPoll.Brought(0, 0, false));
        assertThat(transmitter.polls.get(0)).containsOnlyKeys("returnImmediately");
        assertThat(transmitter.polls.get(1))
                .containsEntry("ack", List.of("one"))
                .containsEntry("returnImmediately", true);
        assertThat(String.valueOf(transmitter.polls.get(1).get("setErrs"))).contains("bad", "invalid_audience");
        assertThat(transmitter.languages).as("of what is said of errors").containsExactly("null", "en");
        assertThat(transmitter.waiting).isEmpty();
    }

    @Test
    void whenAPollFailsOrTheReceiverBeginsAnewThenNothingIsLostAndNothingHandledTwice() throws IOException {
        transmitter.waiting.put("one", token("one"));
        SignalPoll poll = receiver.poll(transmitter.stream(), () -> "the-token");
        poll.once(false);
        transmitter.status = 503;
        assertThatThrownBy(() -> poll.once(false)).isInstanceOf(IOException.class);
        transmitter.status = 200;
        // Another process, which finds what was handled in the same store.
        try (SignalReceiver anew = receiver(transmitter.issuer())) {
            SignalPoll again = anew.poll(transmitter.stream(), () -> "the-token");
            assertThat(again.once(false)).isEqualTo(new SignalPoll.Brought(1, 0, false));
            again.once(false);
        }
        assertThat(heard).hasSize(1);
        assertThat(transmitter.waiting).isEmpty();
    }

    @Test
    void whenTheApplicationCannotHandleWhatWasPolledThenItIsNotAcknowledged() throws IOException {
        transmitter.waiting.put("one", token("one"));
        able = false;
        SignalPoll poll = receiver.poll(transmitter.stream(), () -> "the-token");
        assertThat(poll.once(false)).isEqualTo(new SignalPoll.Brought(0, 1, false));
        able = true;
        assertThat(poll.once(false)).isEqualTo(new SignalPoll.Brought(1, 0, false));
        assertThat(transmitter.polls.get(1)).doesNotContainKey("ack");
    }

    @Test
    void whenItRunsThenItGoesOnUntilItIsClosed() throws Exception {
        transmitter.waiting.put("one", token("one"));
        SignalPoll poll = receiver.poll(transmitter.stream(), () -> "the-token");
        CountDownLatch ended = new CountDownLatch(1);
        Thread runs = new Thread(() -> {
            poll.run();
            ended.countDown();
        });
        runs.start();
        assertThat(transmitter.acknowledged.take()).isEqualTo("one");
        poll.close();
        ended.await();
        assertThat(heard).hasSize(1);
    }

    @Test
    void whenAnIssuerHasAPathThenTheWellKnownPartStandsBeforeIt() {
        assertThat(Transmitter.wellKnown(URI.create("https://tr.example.com")))
                .hasToString("https://tr.example.com/.well-known/ssf-configuration");
        assertThat(Transmitter.wellKnown(URI.create("https://tr.example.com/issuer1/")))
                .hasToString("https://tr.example.com/.well-known/ssf-configuration/issuer1");
    }

    @Test
    void whenMoreWereHandledThanAreRememberedThenTheOldestAreForgotten() {
        SeenSignals few = SeenSignals.inMemory(2);
        few.handled("i", "1");
        few.handled("i", "2");
        few.handled("i", "3");
        assertThat(few.isHandled("i", "1")).isFalse();
        assertThat(few.isHandled("i", "2")).isTrue();
        assertThat(few.isHandled("other", "3")).isFalse();
        assertThatThrownBy(() -> SeenSignals.inMemory(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenSomethingIsMissingThenItIsNotBuilt() {
        assertThatThrownBy(() ->
                        SignalReceiver.from("https://id.example").to("bank").build())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> SignalReceiver.from("http://id.example")
                        .to("bank")
                        .listener(heard::add)
                        .build())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> SignalReceiver.from("https://id.example").patience(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
