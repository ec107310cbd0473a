package dev.musubi.issuer.signals;

import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.ConsentId;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.signals.ReleaseWork.Entry;
import dev.musubi.issuer.signals.ReleaseWork.Waiting;
import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.BeanFactory;

/** What receivers are told, each at a moment of its own within an hour, for tests that lay it side by side. */
public final class SignalsApart {

    /** Each at a moment of its own within an hour. */
    static final SignalSettings APART =
            new SignalSettings(10, Duration.ZERO, Duration.ofHours(1), 10_000, Duration.ofDays(7), Duration.ZERO, 1, 1);

    private final Telling telling;
    private final Subjects subjects;
    private final Streams streams;
    private final WorkQueue work;
    private final SecurityEventTokens tokens;
    private final PairwiseSubjects names;
    private final Consents consents;
    private final HolderTransactions holders;

    public SignalsApart(BeanFactory beans) {
        this.subjects = beans.getBean(Subjects.class);
        this.streams = beans.getBean(Streams.class);
        this.work = beans.getBean(WorkQueue.class);
        this.tokens = beans.getBean(SecurityEventTokens.class);
        this.names = beans.getBean(PairwiseSubjects.class);
        this.consents = beans.getBean(Consents.class);
        this.holders = beans.getBean(HolderTransactions.class);
        this.telling = new Telling(subjects, streams, work, APART, beans.getBean(MachineClock.class));
    }

    /** A stream of a client's. */
    public EventStream stream(OpenIdClient client) {
        return streams.make(client, null, new Delivery.Poll(), null).orElseThrow();
    }

    /** The holder agrees to be watched by it, and is. */
    public void watch(EventStream stream, OpenIdClient client, HolderId holderId, Instant at) {
        holders.locking(holderId, () -> {
            consents.record(
                    holderId,
                    new Consent(
                            ConsentId.random(),
                            Consent.Kind.MONITORING,
                            client.party().id(),
                            "purpose",
                            List.of(),
                            at,
                            at,
                            at.plus(Duration.ofDays(30)),
                            null,
                            null,
                            null));
            return true;
        });
        subjects.add(
                stream,
                client.party().sector(),
                names.of(holderId, client.party().sector()));
    }

    /** The holder's anchor is gone, at this moment. */
    public void fell(HolderId holderId, Instant at) {
        holders.locking(holderId, () -> {
            telling.tell(
                    holderId,
                    at,
                    stream -> subjects.isAgreed(holderId, stream),
                    () -> WhatIsTold.of(State.ACTIVE, State.REISSUE_REQUIRED, false, () -> false));
            return true;
        });
    }

    /** What a receiver is told of a holder, as it is told; and nothing of it waits any more. */
    public List<String> told(EventStream stream, OpenIdClient client, HolderId holderId) {
        String key = Waiting.key(holderId, stream.id());
        List<Entry> entries = work.payload(ReleaseWork.KIND, key).orElseThrow().entries();
        work.drop(ReleaseWork.KIND, key);
        return entries.stream()
                .map(each -> tokens.of(
                        stream,
                        client,
                        new QueuedEvent(
                                0,
                                each.jti(),
                                each.txn(),
                                names.of(holderId, client.party().sector()),
                                Objects.requireNonNull(each.type()),
                                each.said(),
                                each.type().saysTheDay() ? each.day() : null,
                                each.due(),
                                0)))
                .toList();
    }
}
