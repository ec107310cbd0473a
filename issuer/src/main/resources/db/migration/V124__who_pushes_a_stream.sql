-- Whoever pushes a stream holds it for a short while, in its node's name and with a proof, and renews that.

alter table signal_queue add column pushed_by text;
alter table signal_queue add column push_lease uuid;
comment on table signal_queue is 'distributed by stream_id; whether a stream delivers, the number of its last event, and which node pushes it, by which proof and until when';
