package dev.musubi.issuer.signals;

import dev.musubi.issuer.database.WorkLoop;
import dev.musubi.issuer.database.WorkOutcome;
import dev.musubi.issuer.openid.client.ClientRegistry;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.signals.ReleaseWork.Entry;
import dev.musubi.issuer.time.MachineClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Lets events into their streams when their moment has come, under the name the receiver has for their subject. */
@Component
class Release {

    private static final int AT_ONCE = 16;

    private final WorkLoop loop;
    private final EventQueue queue;
    private final Streams streams;
    private final ClientRegistry clients;
    private final PairwiseSubjects names;
    private final MachineClock machine;

    Release(
            WorkLoop loop,
            EventQueue queue,
            Streams streams,
            ClientRegistry clients,
            PairwiseSubjects names,
            MachineClock machine) {
        this.loop = loop;
        this.queue = queue;
        this.streams = streams;
        this.clients = clients;
        this.names = names;
        this.machine = machine;
    }

    @Scheduled(fixedDelayString = "${musubi.signals.tick:PT0.5S}", initialDelayString = "${musubi.signals.tick:PT1S}")
    void due() throws InterruptedException {
        loop.drain(ReleaseWork.KIND, machine, AT_ONCE, piece -> release(piece.payload()));
    }

    private WorkOutcome release(ReleaseWork.Waiting waiting) {
        Optional<EventStream> stream = streams.find(waiting.stream());
        Optional<OpenIdClient> client =
                stream.flatMap(each -> clients.find(each.clientId()).filter(each::isOf));
        if (client.isEmpty()) {
            // A stream or a client that is gone is told nothing.
            return new WorkOutcome.Done();
        }
        String subject = names.of(waiting.holderId(), client.get().party().sector());
        Instant now = machine.instant();
        List<Entry> entries = waiting.entries();
        int due = 0;
        while (due < entries.size() && !entries.get(due).due().isAfter(now)) {
            due++;
        }
        if (entries.subList(0, due).stream().anyMatch(each -> each.type() == null)) {
            queue.forget(waiting.stream(), subject);
        }
        // Of what was told before, none is put a second time: it is known by its id.
        queue.add(
                waiting.stream(),
                entries.subList(0, due).stream()
                        .flatMap(each -> each.type() == null
                                ? java.util.stream.Stream.empty()
                                : java.util.stream.Stream.of(new EventQueue.New(
                                        each.jti(),
                                        each.txn(),
                                        subject,
                                        each.type(),
                                        each.said(),
                                        each.type().saysTheDay() ? each.day() : null,
                                        each.since())))
                        .toList());
        return due == entries.size()
                ? new WorkOutcome.Done()
                : new WorkOutcome.Again("waiting", entries.get(due).due());
    }
}
