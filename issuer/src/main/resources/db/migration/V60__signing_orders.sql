-- What a browser is having signed, and what it will come back with: seen by nobody, sealed, gone after half an hour. A state leads
-- to its order from a directory of its own, and is empty once it was come back with.
create table signing_order (
  order_id      uuid primary key,
  browser_hash  bytea not null,
  sealed        text not null,
  version       integer not null check (version >= 0),
  claimed_until timestamptz,
  created_at    timestamptz not null,
  expires_at    timestamptz not null check (expires_at > created_at)
);
create index signing_order_expires on signing_order (expires_at);
create table signing_state (
  state_hash bytea primary key,
  order_id   uuid not null,
  step       integer not null check (step between -1 and 100),
  sealed     text,
  expires_at timestamptz not null
);
create index signing_state_expires on signing_state (expires_at);
comment on table signing_order is 'distributed by order_id; what a browser is having signed, sealed; gone after half an hour';
comment on table signing_state is 'distributed by state_hash; leads a browser that comes back to its order, once; sealed';
