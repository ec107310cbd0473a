-- Decisions on whether a private ID sufficed for a procedure, and the data each was taken on.

create table assurance_catalogue (
  digest        text primary key,
  edition       text not null,
  files         text not null,
  first_used_at timestamptz not null
);
comment on table assurance_catalogue is 'reference; every catalogue of assurance that ever decided, whole, so that a decision can be taken again';

create table assurance_decision (
  holder_id        uuid not null references holder (holder_id),
  decision_id      uuid not null,
  relying_party_id text not null,
  procedure        text not null,
  outcome          text not null,
  decided_at       timestamptz not null,
  catalogue        text not null,
  record           text not null,
  primary key (holder_id, decision_id)
);
comment on table assurance_decision is 'distributed by holder_id; what was decided for a relying party, with all that went into it';
