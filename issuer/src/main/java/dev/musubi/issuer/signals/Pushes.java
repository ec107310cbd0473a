package dev.musubi.issuer.signals;

import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.time.MachineClock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Has streams pushed: whatever puts their work into the queue does it here. Nothing happens for those that are polled. */
@Component
class Pushes {

    private final WorkQueue work;
    private final Streams streams;
    private final JdbcClient jdbc;
    private final MachineClock machine;

    Pushes(WorkQueue work, Streams streams, JdbcClient jdbc, MachineClock machine) {
        this.work = work;
        this.streams = streams;
        this.jdbc = jdbc;
        this.machine = machine;
    }

    /** Something more waits: a stream that failed waits for its time. Part of the caller's transaction. */
    void soon(StreamId stream) {
        boolean failing = work.find(PushWork.KIND, stream.toString())
                .filter(each -> each.failures() > 0)
                .isPresent();
        if (!failing) {
            anew(stream);
        }
    }

    /** Now, and as if for the first time. Part of the caller's transaction. */
    void anew(StreamId stream) {
        streams.find(stream)
                .filter(each -> each.delivery() instanceof Delivery.Push)
                .ifPresent(each -> work.put(
                        PushWork.KIND,
                        stream.toString(),
                        new PushWork.Stream(stream, each.clientId()),
                        machine.instant()));
    }

    /**
     * Whatever waits in a stream that delivers is worked on: a piece that was done in the moment in which something more came
     * is put there again. Dead letters are an operator's.
     */
    void mendIdle() {
        jdbc.sql("""
                        select q.stream_id, s.client_id from signal_queue q join signal_stream s on s.stream_id = q.stream_id
                        where q.status = 'ENABLED' and s.push_endpoint is not null
                          and exists (select 1 from signal_event e where e.stream_id = q.stream_id and e.done_at is null)""")
                .query((row, n) -> new PushWork.Stream(StreamId.in(row, "stream_id"), row.getString("client_id")))
                .list()
                .forEach(each -> work.putOnce(PushWork.KIND, each.id().toString(), each, machine.instant()));
    }
}
