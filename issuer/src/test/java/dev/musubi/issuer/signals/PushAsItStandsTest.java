package dev.musubi.issuer.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.relyingparty.RelyingParty;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is said of a stream counts at once, also in the middle of a batch. */
class PushAsItStandsTest extends PushTest {

    @Autowired
    private SignalReceivers receivers;

    /** While the first is on its way something happens. */
    private void whileTheFirstIsOnItsWay(Runnable happens) throws InterruptedException {
        manner = name -> {
            if (name.equals("a1")) {
                happens.run();
            }
            return new Said(202, "");
        };
        queue.add(stream, List.of(named("a1", "a"), named("a2", "a")));
        delivery.due();
    }

    @Test
    void whenAPolledStreamIsPushedFromNowOnThenWhatWaitsComes() throws Exception {
        stream = polled(client).id();
        queue.add(stream, List.of(named("p1", "p")));
        delivery.due();
        assertThat(came).isEmpty();
        configure(to("/events"));
        delivery.due();
        assertThat(states()).containsExactly("p1");
    }

    @Test
    void whenTheAddressChangesThenWhatFailedThereComesToTheOtherAtOnce() throws Exception {
        manner = name -> new Said(503, "");
        queue.add(stream, List.of(named("a1", "a"), named("a2", "a")));
        delivery.due();
        assertThat(states()).containsExactly("a1");
        List<String> other = takingAt("/other");
        configure(to("/other"));
        delivery.due();
        assertThat(other).containsExactly("a1", "a2");
        assertThat(states()).containsExactly("a1");
    }

    @Test
    void whenOnlyTheWordsChangeThenWhatFailedWaitsForItsTime() throws Exception {
        manner = name -> new Said(503, "");
        queue.add(stream, List.of(named("a1", "a")));
        delivery.due();
        EventStream before = streams.find(stream).orElseThrow();
        queue.configure(before.with(before.requested(), before.delivery(), "in other words"));
        delivery.due();
        assertThat(states()).containsExactly("a1");
    }

    @Test
    void whenSomethingWaitsAndNobodyWorksOnItThenTheSweepHasItPushed() throws Exception {
        queue.add(stream, List.of(named("a1", "a")));
        jdbc.sql("delete from work_item where kind = 'signal_push'").update();
        delivery.due();
        assertThat(came).isEmpty();
        mender.due();
        delivery.due();
        assertThat(states()).containsExactly("a1");
        queue.add(stream, List.of(named("a2", "a")));
        queue.set(stream, StreamStatus.Value.PAUSED, null);
        jdbc.sql("delete from work_item where kind = 'signal_push'").update();
        mender.due();
        assertThat(piece()).as("of one that does not deliver").isEmpty();
    }

    @Test
    void whenASubjectIsForgottenWhileTheFirstOfABatchIsOnItsWayThenItsSecondIsNotSent() throws Exception {
        whileTheFirstIsOnItsWay(() -> outcomes.forget(stream, "a"));
        assertThat(states()).containsExactly("a1");
    }

    @Test
    void whenTheReceiverPausesMeanwhileThenTheSecondIsKept() throws Exception {
        whileTheFirstIsOnItsWay(() -> queue.set(stream, StreamStatus.Value.PAUSED, null));
        assertThat(states()).containsExactly("a1");
        queue.set(stream, StreamStatus.Value.ENABLED, null);
        delivery.due();
        assertThat(states()).containsExactly("a1", "a2");
    }

    @Test
    void whenTheAddressChangesMeanwhileThenTheSecondGoesThere() throws Exception {
        List<String> other = takingAt("/other");
        whileTheFirstIsOnItsWay(() -> configure(to("/other")));
        assertThat(states()).containsExactly("a1");
        assertThat(other).containsExactly("a2");
    }

    @Test
    void whenTheReceiverPollsFromNowOnThenTheSecondIsNotPushed() throws Exception {
        whileTheFirstIsOnItsWay(() -> configure(new Delivery.Poll()));
        assertThat(states()).containsExactly("a1");
        assertThat(waiting.first(stream, 10)).hasSize(1);
        assertThat(piece()).isEmpty();
    }

    @Test
    void whenAnotherNodeTakesTheStreamOverMeanwhileThenTheSecondIsLeftToIt() throws Exception {
        whileTheFirstIsOnItsWay(
                () -> jdbc.sql("update signal_queue set push_lease = gen_random_uuid() where stream_id = ?")
                        .param(stream)
                        .update());
        assertThat(states()).containsExactly("a1");
        assertThat(piece().orElseThrow().outcome()).isEqualTo("pushed_elsewhere");
        delivery.due();
        assertThat(states()).as("it still holds it").containsExactly("a1");
    }

    private void expire() {
        jdbc.sql("update signal_queue set pushing_until = now() - interval '1 second' where stream_id = ?")
                .param(stream)
                .update();
    }

    @Test
    void whenAClaimRanOutThenAnotherTakesItAndIsNotDisturbedByTheFirst() throws Exception {
        queue.add(stream, List.of(named("a1", "a")));
        PushClaims.Claim first = claims.claim(stream).orElseThrow();
        assertThat(claims.claim(stream)).isEmpty();
        delivery.due();
        assertThat(came).isEmpty();
        expire();
        PushClaims.Claim second = claims.claim(stream).orElseThrow();
        claims.release(first);
        assertThat(claims.claim(stream)).as("it is the second's").isEmpty();
        claims.release(second);
        push();
        assertThat(states()).containsExactly("a1");
    }

    @Test
    void whenAClaimIsRenewedThenItGoesOnAndOneThatIsAnothersDoesNot() {
        PushClaims.Claim claim = claims.claim(stream).orElseThrow();
        expire();
        claims.renew();
        assertThat(claims.claim(stream)).isEmpty();
        jdbc.sql("update signal_queue set push_lease = gen_random_uuid() where stream_id = ?")
                .param(stream)
                .update();
        expire();
        claims.renew();
        assertThat(claims.claim(stream)).isPresent();
        claims.release(claim);
    }

    @Test
    void whenANodeStartsThenItLetsGoOfWhatItHeldAndOfNobodyElses() {
        StreamId others = stream(client, "/events");
        claims.claim(stream);
        claims.claim(others);
        jdbc.sql("update signal_queue set pushed_by = 'another:8443' where stream_id = ?")
                .param(others)
                .update();
        claims.afterPropertiesSet();
        assertThat(claims.claim(stream)).isPresent();
        assertThat(claims.claim(others)).isEmpty();
    }

    /** The tests' issuer has this machine's own network open, for peers that an operator knows. */
    @Test
    void whenNobodyVerifiedTheClientThenAnAddressThatLeadsInsideIsNotCalledHoweverItIsWritten() {
        RelyingParty party = new RelyingParty(
                "stranger",
                "Stranger",
                RelyingParty.unverifiedSector("stranger"),
                RelyingParty.Law.NONE,
                List.of(),
                false,
                null);
        OpenIdClient stranger =
                new OpenIdClient("stranger", party, client.profile(), client.metadata(), false, null, null);
        assertThat(receivers.push(stranger, to("/events"), "a.b.c"))
                .isEqualTo(new SignalReceivers.Told.Later("address_refused"));
        assertThat(came).isEmpty();
    }
}
