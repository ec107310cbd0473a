-- Who was in a stream that is gone is found by the stream, and forgotten.

create index signal_subject_stream on signal_subject (stream_id);
delete from signal_subject where stream_id not in (select stream_id from signal_stream);
comment on table signal_subject is 'distributed by holder_id; a holder whom a receiver wants to be told of, which counts while the holder agrees; of a stream that is gone deleted by the stream, in batches';
