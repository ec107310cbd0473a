-- Streams of events to relying parties, who is in them, and what waits in them.

create table signal_stream (
  stream_id          uuid primary key,
  client_id          text not null,
  relying_party_id   text not null,
  requested          text[],
  push_endpoint      text,
  push_authorization text,
  description        text,
  created_at         timestamptz not null,
  check (push_authorization is null or push_endpoint is not null)
);
create index signal_stream_client on signal_stream (client_id);
comment on table signal_stream is 'reference; a client''s stream of events as it configured it; without push_endpoint it is polled; push_authorization is sealed';

create table signal_queue (
  stream_id     uuid primary key,
  status        text not null check (status in ('ENABLED', 'PAUSED', 'DISABLED')),
  reason        text check (char_length(reason) <= 300),
  status_ours   boolean not null default false,
  last_seq      bigint not null default 0,
  verified_at   timestamptz,
  pushing_until timestamptz
);
comment on table signal_queue is 'distributed by stream_id; whether a stream delivers, the number of its last event, and until when somebody pushes it';

create table signal_event (
  stream_id uuid not null,
  seq       bigint not null,
  jti       text not null,
  txn       text,
  subject   text,
  type      text not null check (type ~ '^[A-Z_]{1,40}$'),
  said      text not null,
  day       date,
  issued_at timestamptz not null,
  attempts  integer not null default 0 check (attempts >= 0),
  done_at   timestamptz,
  refused   text,
  reported  boolean not null default false,
  primary key (stream_id, seq),
  unique (stream_id, jti),
  check (refused is null or done_at is not null)
);
create index signal_event_waiting on signal_event (stream_id, seq) where done_at is null;
create index signal_event_subject on signal_event (stream_id, subject, seq) where done_at is null;
comment on table signal_event is 'distributed by stream_id; events that wait for a receiver, under the name it has for its subject, and for a day those it took';

create table signal_subject (
  holder_id uuid not null references holder (holder_id),
  stream_id uuid not null,
  added_at  timestamptz not null,
  last_due  timestamptz,
  told_on   date,
  told      text not null default '',
  primary key (holder_id, stream_id)
);
comment on table signal_subject is 'distributed by holder_id; a holder whom a receiver wants to be told of, which counts while the holder agrees';
