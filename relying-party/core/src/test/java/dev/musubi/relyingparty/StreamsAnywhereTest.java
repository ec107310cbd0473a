package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.relyingparty.SignalStreams.Status;
import dev.musubi.relyingparty.fixture.TestTransmitter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams at a transmitter that is not Musubi: what is read, changed and replaced, with bearer tokens. */
class StreamsAnywhereTest {

    private static final URI PUSHED_TO = URI.create("https://bank.example/signals");
    private static final Set<String> WANTED = Set.of(Signal.SESSION_REVOKED);

    @TempDir
    private Path folder;

    private TestTransmitter transmitter;
    private SignalReceiver receiver;
    private SignalStreams streams;

    @BeforeEach
    void begin() throws IOException {
        transmitter = new TestTransmitter(folder);
        receiver = receiver().build();
        streams = receiver.streams(() -> "the-token");
        transmitter.configuration = configuration();
    }

    private SignalReceiverBuilder receiver() {
        return SignalReceiver.from(transmitter.issuer())
                .to("bank")
                .listener(signal -> {})
                .trusting(transmitter.pem());
    }

    @AfterEach
    void end() {
        receiver.close();
        transmitter.close();
    }

    private Map<String, Object> configuration() {
        return new LinkedHashMap<>(Map.of(
                "stream_id",
                "the-stream",
                "iss",
                transmitter.issuer(),
                "aud",
                "bank",
                "delivery",
                Map.of(
                        "method",
                        "urn:ietf:rfc:8936",
                        "endpoint_url",
                        transmitter.stream().toString()),
                "events_supported",
                List.of(Signal.SESSION_REVOKED, Signal.CREDENTIAL_CHANGE, 7),
                "events_requested",
                List.of(Signal.SESSION_REVOKED, Signal.REISSUED),
                "events_delivered",
                List.of(Signal.SESSION_REVOKED)));
    }

    @Test
    void whenAStreamIsReadThenWhatWillComeIsTold() throws IOException {
        StreamConfiguration read = streams.read("the stream & more");
        assertThat(transmitter.managed).containsExactly("GET /streams?stream_id=the+stream+%26+more");
        assertThat(transmitter.shown).containsExactly("Bearer the-token");
        assertThat(read)
                .isEqualTo(new StreamConfiguration(
                        "the-stream",
                        transmitter.issuer(),
                        Set.of("bank"),
                        false,
                        transmitter.stream(),
                        Set.of(Signal.SESSION_REVOKED, Signal.CREDENTIAL_CHANGE),
                        Set.of(Signal.SESSION_REVOKED, Signal.REISSUED),
                        WANTED));
        assertThat(streams.poll(read.stream(), receiver).once(false)).isEqualTo(new SignalPoll.Brought(0, 0, false));
    }

    @Test
    void whenTheIdWasLostThenAllStreamsThereAreAreRead() throws IOException {
        transmitter.configuration.put("aud", List.of("bank", "branch"));
        transmitter.configuration.put(
                "delivery", Map.of("method", "urn:ietf:rfc:8935", "endpoint_url", PUSHED_TO.toString()));
        assertThat(streams.all()).singleElement().satisfies(found -> {
            assertThat(found.audience()).containsExactlyInAnyOrder("bank", "branch");
            assertThat(found.pushed()).isTrue();
            assertThat(found.endpoint()).isEqualTo(PUSHED_TO);
        });
        assertThat(transmitter.managed).containsExactly("GET /streams");
    }

    @Test
    void whenAStreamIsChangedThenNothingElseIsSaidOfIt() throws IOException {
        assertThat(streams.want("the-stream", WANTED).delivered()).isEqualTo(WANTED);
        streams.push("the-stream", PUSHED_TO, "Bearer secret");
        assertThat(transmitter.managed).hasSize(2);
        assertThat(transmitter.managed.get(0))
                .startsWith("PATCH /streams ")
                .contains("the-stream", "session-revoked")
                .doesNotContain("delivery");
        assertThat(transmitter.managed.get(1))
                .startsWith("PATCH /streams ")
                .contains("the-stream", "urn:ietf:rfc:8935", "bank.example", "Bearer secret")
                .doesNotContain("events_requested");
    }

    @Test
    void whenAStreamIsReplacedThenAllOfItIsSaid() throws IOException {
        streams.replaceByPolled("the-stream", WANTED);
        streams.replaceByPushed("the-stream", PUSHED_TO, "Bearer secret", WANTED);
        assertThat(transmitter.managed.get(0))
                .startsWith("PUT /streams ")
                .contains("the-stream", "urn:ietf:rfc:8936", "session-revoked");
        assertThat(transmitter.managed.get(1))
                .startsWith("PUT /streams ")
                .contains("the-stream", "urn:ietf:rfc:8935", "Bearer secret", "session-revoked");
    }

    @Test
    void whenAStreamWasPausedThenThatIsToldAndWhatIsNotKnownIsNotGuessed() throws IOException {
        assertThat(streams.status("the-stream")).contains(Status.ENABLED);
        transmitter.delivers = Map.of("status", "paused", "reason", "too much waits");
        assertThat(streams.status("the-stream")).contains(Status.PAUSED);
        assertThat(transmitter.managed.get(0)).isEqualTo("GET /status?stream_id=the-stream");
        transmitter.delivers = Map.of("status", "asleep");
        assertThatThrownBy(() -> streams.status("the-stream")).hasMessage("NOT_UNDERSTOOD");
        transmitter.status = 404;
        assertThat(streams.status("the-stream")).isEmpty();
    }

    @Test
    void whenAStreamIsPausedDisabledOrEnabledThenTheTransmitterIsTold() throws IOException {
        streams.pause("the-stream");
        streams.disable("the-stream");
        streams.enable("the-stream");
        streams.remove("the-stream");
        assertThat(transmitter.managed).hasSize(4);
        assertThat(transmitter.managed.get(0)).startsWith("POST /status ").contains("paused");
        assertThat(transmitter.managed.get(1)).contains("disabled");
        assertThat(transmitter.managed.get(2)).contains("enabled");
        assertThat(transmitter.managed.get(3)).isEqualTo("DELETE /streams?stream_id=the-stream");
    }

    @Test
    void whenATransmitterLeavesOutWhatEveryStreamHasThenNothingIsGuessed() {
        for (String missing : List.of("stream_id", "iss", "aud", "delivery")) {
            transmitter.configuration = configuration();
            transmitter.configuration.remove(missing);
            assertThatThrownBy(() -> streams.read("the-stream"))
                    .as(missing)
                    .isInstanceOf(IOException.class)
                    .hasMessage("NOT_UNDERSTOOD");
        }
        transmitter.configuration = configuration();
        transmitter.configuration.put("delivery", Map.of("method", "by post", "endpoint_url", "https://a.example"));
        assertThatThrownBy(() -> streams.read("the-stream")).hasMessage("NOT_UNDERSTOOD");
        transmitter.configuration.put("delivery", Map.of("method", "urn:ietf:rfc:8936", "endpoint_url", "no address"));
        assertThatThrownBy(() -> streams.read("the-stream")).hasMessage("NOT_UNDERSTOOD");
        transmitter.status = 404;
        assertThatThrownBy(() -> streams.read("the-stream")).hasMessage("STATUS");
        assertThatThrownBy(() -> streams.all()).hasMessage("STATUS");
    }

    @Test
    void whenATransmitterOutsideMovesAStreamInsideThenNobodyGoesThere() throws IOException {
        try (SignalReceiver outside = receiver()
                .names(host -> new InetAddress[] {
                    InetAddress.getByName(host.equals("inside.example") ? "10.0.0.1" : "203.0.113.7")
                })
                .build()) {
            transmitter.configuration.put(
                    "delivery", Map.of("method", "urn:ietf:rfc:8936", "endpoint_url", "https://inside.example/poll"));
            assertThatThrownBy(() -> outside.streams(() -> "the-token").replaceByPolled("the-stream", WANTED))
                    .hasMessage("ADDRESS_INSIDE");
        }
    }
}
