-- An event that was not taken is held back for a while by itself, and none is told after the consent it was told by.

alter table signal_event add column tried_at timestamptz;
alter table signal_event add column not_before timestamptz;
alter table signal_event add column tell_until timestamptz;
create index signal_event_until on signal_event (tell_until) where done_at is null or refused is not null;
comment on table signal_event is 'distributed by stream_id; events that wait for a receiver, under the name it has for its subject, until when that subject lets them be told, and for a day those it took';
