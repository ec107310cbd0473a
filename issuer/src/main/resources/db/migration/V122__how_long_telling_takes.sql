-- How long it takes until a change of state stands in a status list, and until a receiver has the event, is told everybody.

alter table status_change add column marked_at timestamptz;
alter table status_change add column listed_at timestamptz;
drop index status_change_list;
create index status_change_waiting on status_change (list) where listed_at is null;
create index status_change_listed on status_change (listed_at) where listed_at is not null;
comment on table status_change is 'distributed by holder_id; entries whose value may differ from what was published last, and for a while when that was published';

alter table signal_event add column since timestamptz;

create table signal_time (
  stream_id uuid not null,
  day       date not null,
  seconds   bigint not null check (seconds >= 0),
  count     bigint not null check (count > 0),
  primary key (stream_id, day, seconds)
);
comment on table signal_time is 'distributed by stream_id; how many events of a day a receiver had after how many seconds; names nobody';
