package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.relyingparty.fixture.TestProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A relying party's streams at its issuer, over a real socket, with proofs of possession. */
class SignalStreamsTest extends RelyingPartyTest {

    @Test
    void whenAStreamIsMadeAndHoldersPutIntoItThenTheIssuerIsToldWithATokenOfTheClientsOwn() throws IOException {
        SignalStreams.Stream stream = bank.signals().polled(Set.of(Signal.REISSUE_REQUIRED));
        assertThat(stream)
                .isEqualTo(new SignalStreams.Stream("the-stream", URI.create(provider.issuer() + "/signals/poll")));
        bank.signals().watch(stream.id(), "the-holder");
        bank.signals().unwatch(stream.id(), "the-holder");
        bank.signals().verify(stream.id(), "the-state");
        bank.signals().enable(stream.id());
        bank.signals().remove("a stream & more");
        assertThat(provider.managed).hasSize(6);
        assertThat(provider.managed.get(0)).contains("urn:ietf:rfc:8936", "reissue-required");
        assertThat(provider.managed.get(1))
                .startsWith("/signals/subjects/add ")
                .contains("\"sub\":\"the-holder\"", "iss_sub", "the-stream");
        assertThat(provider.managed.get(2)).startsWith("/signals/subjects/remove ");
        assertThat(provider.managed.get(3)).startsWith("/signals/verification ").contains("the-state");
        assertThat(provider.managed.get(4)).startsWith("/signals/status ").contains("enabled");
        assertThat(provider.managed.get(5)).startsWith("DELETE /signals/streams?stream_id=a+stream+%26+more ");
        assertThat(provider.ownTokens).as("one token for all of it").hasValue(1);
    }

    @Test
    void whenAStreamIsPushedThenTheAddressAndItsHeaderAreTold() throws IOException {
        bank.signals().pushed(URI.create("https://bank.example/musubi/signals"), "Bearer secret", Set.of());
        assertThat(provider.managed.get(0))
                .contains("urn:ietf:rfc:8935", "bank.example", "Bearer secret")
                .doesNotContain("events_requested");
    }

    @Test
    void whenAStreamIsAskedForItsStatusThenItSaysWhetherItDelivers() throws IOException {
        assertThat(bank.signals().status("the-stream")).contains(SignalStreams.Status.ENABLED);
        assertThat(provider.managed.get(0)).startsWith("GET /signals/status?stream_id=the-stream ");
        provider.streamStatus = "paused";
        assertThat(bank.signals().status("the-stream")).contains(SignalStreams.Status.PAUSED);
        bank.signals().enable("the-stream");
        assertThat(bank.signals().status("the-stream")).contains(SignalStreams.Status.ENABLED);
        provider.streamStatus = "disabled";
        assertThat(bank.signals().status("the-stream")).contains(SignalStreams.Status.DISABLED);
        provider.streamStatus = "";
        assertThat(bank.signals().status("the-stream"))
                .as("there is none any more")
                .isEmpty();
        provider.streamStatus = "asleep";
        assertThatThrownBy(() -> bank.signals().status("the-stream")).hasMessage("NOT_UNDERSTOOD");
        provider.managedStatus = 503;
        assertThatThrownBy(() -> bank.signals().status("the-stream")).hasMessage("STATUS");
    }

    @Test
    void whenTheTokenIsNearItsEndThenAnotherIsAskedFor() throws IOException {
        bank.signals().enable("the-stream");
        offset = Duration.ofMinutes(4);
        bank.signals().enable("the-stream");
        assertThat(provider.ownTokens).hasValue(1);
        offset = Duration.ofMinutes(5);
        bank.signals().enable("the-stream");
        assertThat(provider.ownTokens).hasValue(2);
    }

    @Test
    void whenATokenIsOverBeforeItsTimeThenAnotherIsAskedForOnce() throws IOException {
        bank.signals().enable("the-stream");
        provider.forgetTokens();
        bank.signals().enable("the-stream");
        assertThat(provider.managed).hasSize(2);
        assertThat(provider.ownTokens).hasValue(2);
        provider.managedStatus = 401;
        assertThatThrownBy(() -> bank.signals().enable("the-stream")).isInstanceOf(IOException.class);
        assertThat(provider.ownTokens).as("once more, and not for ever").hasValue(3);
    }

    @Test
    void whenAnIssuerOutsideNamesAStreamInsideThenNobodyGoesThere() throws IOException {
        try (RelyingParty outside = building(provider)
                        .client(TestProvider.CLIENT, ClientKey.in(folder.resolve("bank.jwk")))
                        .names(host -> new InetAddress[] {
                            InetAddress.getByName(host.equals("inside.example") ? "10.0.0.1" : "203.0.113.7")
                        })
                        .build();
                SignalReceiver receiver = SignalReceiver.from(provider.issuer())
                        .to("bank")
                        .listener(signal -> {})
                        .trusting(provider.pem())
                        .build()) {
            SignalStreams.Stream stream = outside.signals().polled(Set.of());
            assertThat(outside.signals().poll(stream, receiver).once(false).left())
                    .isZero();
            provider.polledAt = "https://inside.example/poll";
            assertThatThrownBy(() -> outside.signals().polled(Set.of())).hasMessage("ADDRESS_INSIDE");
            SignalStreams.Stream kept = new SignalStreams.Stream("the-stream", URI.create(provider.polledAt));
            assertThatThrownBy(() -> outside.signals().poll(kept, receiver).once(false))
                    .hasMessage("ADDRESS_INSIDE");
            assertThat(outside.signals()
                            .pushed(URI.create("https://inside.example/signals"), "Bearer secret", Set.of())
                            .id())
                    .as("where it is pushed to is called by others")
                    .isEqualTo("the-stream");
            provider.polledAt = "http://id.example/poll";
            assertThatThrownBy(() -> outside.signals().polled(Set.of())).hasMessage("NOT_HTTPS");
        }
    }

    @Test
    void whenTheIssuerSaysNoThenThatIsAnException() throws IOException {
        provider.managedStatus = 409;
        assertThatThrownBy(() -> bank.signals().polled(Set.of())).isInstanceOf(IOException.class);
        provider.managedStatus = 404;
        assertThatThrownBy(() -> bank.signals().watch("other", "the-holder")).isInstanceOf(IOException.class);
        provider.managedStatus = 0;
        bank.signals().watch("the-stream", "the-holder");
    }

    @Test
    void whenAStreamIsPolledThenWithAProofToo() throws IOException {
        SignalStreams.Stream stream = bank.signals().polled(Set.of());
        try (SignalReceiver receiver = SignalReceiver.from(provider.issuer())
                .to("bank")
                .listener(signal -> {})
                .trusting(provider.pem())
                .build()) {
            assertThat(bank.signals().poll(stream, receiver).once(false))
                    .isEqualTo(new SignalPoll.Brought(0, 0, false));
        }
        assertThat(List.copyOf(provider.managed).get(1))
                .startsWith("/signals/poll ")
                .contains("returnImmediately");
    }
}
