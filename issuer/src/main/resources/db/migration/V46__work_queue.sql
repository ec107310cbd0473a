-- One queue for everything that is still to be done.

create table work_item (
  bucket       integer not null check (bucket between 0 and 63),
  kind         text not null,
  work_key     text not null,
  work_id      uuid not null,
  version      integer not null,
  payload      text not null,
  about        text,
  created_at   timestamptz not null,
  due_at       timestamptz not null,
  attempts     integer not null default 0 check (attempts >= 0),
  outcome      text,
  outcome_at   timestamptz,
  owner        text,
  lease        uuid,
  leased_until timestamptz,
  dead_at      timestamptz,
  primary key (bucket, kind, work_key),
  check ((owner is null) = (lease is null) and (lease is null) = (leased_until is null)),
  check (dead_at is null or lease is null)
);
create index work_item_due on work_item (kind, due_at) where dead_at is null;
create index work_item_dead on work_item (dead_at) where dead_at is not null;
create index work_item_owner on work_item (owner) where owner is not null;
comment on table work_item is 'distributed by bucket; work still to be done, who holds it until when, and what was given up (dead_at)';
