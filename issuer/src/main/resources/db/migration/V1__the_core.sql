-- The core of the issuer.
--
-- How a table is spread over database nodes stands in its comment. Rules kept throughout: holder_id leads every key
-- of a holder's table; what must be unique in the whole system has an index table of its own; times are parameters.
-- No four attribute, serial number or certificate stands here in clear: what must be kept is sealed in vault_item,
-- what must be found again is a keyed hash.

create table holder (
  holder_id  uuid primary key,
  created_at timestamptz not null
);
comment on table holder is 'distributed by holder_id; one row a person; locked first by every transaction on that person';

create table holder_key (
  holder_id  uuid primary key references holder (holder_id),
  kek_id     text  not null,
  wrapped    bytea not null
);
comment on table holder_key is 'distributed by holder_id; the data key of a person, wrapped; deleting the row erases the person';

create table vault_item (
  holder_id  uuid not null references holder (holder_id),
  item_id    uuid not null,
  kind       text not null,
  sealed     bytea not null,
  created_at timestamptz not null,
  primary key (holder_id, item_id)
);
comment on table vault_item is 'distributed by holder_id; AES-256-GCM under the data key, bound to holder, item and kind';

create table audit_event (
  holder_id  uuid not null references holder (holder_id),
  seq        integer not null,
  at         timestamptz not null,
  kind       text not null,
  actor      text not null,
  details    jsonb not null,
  evidence   uuid,
  hash       bytea not null,
  primary key (holder_id, seq)
);
comment on table audit_event is 'distributed by holder_id; append-only history of a person, each row chained to the one before by hash';

create table consent (
  holder_id    uuid not null references holder (holder_id),
  consent_id   uuid not null,
  kind         text not null,
  recipient    text not null,
  purpose      text not null,
  items        text[] not null,
  given_at     timestamptz not null,
  starts_at    timestamptz not null,
  ends_at      timestamptz not null,
  cancelled_at timestamptz,
  external_ref text,
  evidence     uuid,
  primary key (holder_id, consent_id)
);
comment on table consent is 'distributed by holder_id; what a person allowed, to whom, for what, until when';

create table jlis_consent_directory (
  jlis_consent_id text primary key,
  holder_id       uuid not null,
  consent_id      uuid not null
);
comment on table jlis_consent_directory is 'distributed by jlis_consent_id; finds the person when J-LIS reports a cancellation';

create table crl_partition (
  partition_id  uuid primary key,
  authority_id  bytea not null,
  prefecture    text  not null,
  municipality  text  not null,
  created_at    timestamptz not null,
  crl_number    numeric(50),
  this_update   timestamptz,
  next_update   timestamptz,
  entries       integer,
  swept_at      timestamptz,
  due_at        timestamptz not null,
  failures      integer not null default 0,
  last_fault    text,
  claimed_until timestamptz,
  unique (authority_id, prefecture, municipality)
);
comment on table crl_partition is 'reference; one revocation list that at least one anchor needs, and how far it was applied';

create table anchor (
  holder_id    uuid not null references holder (holder_id),
  anchor_id    uuid not null,
  anchor_key   bytea not null,
  partition_id uuid not null,
  kind         text not null,
  not_after    timestamptz not null,
  established_at timestamptz not null,
  certificate  uuid not null,
  state        text not null,
  reason       text,
  revoked_at   timestamptz,
  method       text not null,
  status_as_of timestamptz not null,
  released_at  timestamptz,
  primary key (holder_id, anchor_id)
);
create index anchor_expiry on anchor (not_after) where released_at is null and state = 'GOOD';
create index anchor_partition on anchor (partition_id) where released_at is null;
comment on table anchor is 'distributed by holder_id; the signature certificate a private ID stands on (released_at: no longer)';

create table anchor_directory (
  anchor_key bytea primary key,
  holder_id  uuid not null
);
comment on table anchor_directory is 'distributed by anchor_key; keyed hash of (CA key, serial) of every certificate known to be of a holder';

create table private_id (
  holder_id   uuid primary key references holder (holder_id),
  state       text not null,
  cause       text not null,
  since       timestamptz not null,
  generation  integer not null,
  valid_until timestamptz not null
);
create index private_id_expiry on private_id (valid_until) where state <> 'ENDED';
comment on table private_id is 'distributed by holder_id; the private ID of a person in its present state';

create table generation (
  holder_id    uuid not null references holder (holder_id),
  number       integer not null,
  anchor_id    uuid not null,
  source       text not null,
  source_as_of timestamptz not null,
  attributes   uuid not null,
  evidence     uuid,
  began_at     timestamptz not null,
  ended_at     timestamptz,
  primary key (holder_id, number)
);
comment on table generation is 'distributed by holder_id; one issue of the private ID: its anchor, its attributes, where they came from';

create table transition (
  holder_id  uuid not null references holder (holder_id),
  seq        integer not null,
  at         timestamptz not null,
  from_state text,
  to_state   text not null,
  cause      text not null,
  generation integer not null,
  primary key (holder_id, seq)
);
comment on table transition is 'distributed by holder_id; every change of state';

create table issuance_application (
  application_id  uuid primary key,
  document_hash   bytea not null,
  consent_hash    bytea,
  created_at      timestamptz not null,
  expires_at      timestamptz not null,
  used_at         timestamptz
);
create index issuance_application_expiry on issuance_application (expires_at);
comment on table issuance_application is 'distributed by application_id; an application offered for signature, used at most once; names nobody';

create table holder_access (
  token_hash bytea primary key,
  holder_id  uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index holder_access_holder on holder_access (holder_id);
comment on table holder_access is 'distributed by token_hash; the holder''s app, let in by a random token of which only the hash is kept';

create table refresh (
  holder_id     uuid primary key references holder (holder_id),
  anchor_id     uuid not null,
  due_at        timestamptz not null,
  attempts      integer not null default 0,
  last_outcome  text,
  last_at       timestamptz,
  claimed_until timestamptz
);
create index refresh_due on refresh (due_at);
comment on table refresh is 'distributed by holder_id; a consented refresh that waits for J-LIS';

create table relying_party (
  relying_party_id text primary key,
  name             text not null,
  sector           text not null,
  law              text not null,
  certificate_sha256 bytea not null unique,
  return_uris      text[] not null,
  verifier         boolean not null,
  accreditation    text,
  registered_at    timestamptz not null
);
comment on table relying_party is 'reference; who accepts private IDs';

create table disclosure (
  holder_id        uuid not null references holder (holder_id),
  disclosure_id    uuid not null,
  relying_party_id text not null,
  purpose          text not null,
  items            text[] not null,
  consent_id       uuid not null,
  created_at       timestamptz not null,
  expires_at       timestamptz not null,
  delivered_at     timestamptz,
  generation       integer,
  primary key (holder_id, disclosure_id)
);
comment on table disclosure is 'distributed by holder_id; what a relying party was told, when and for what';

create table disclosure_code (
  code_hash        bytea primary key,
  holder_id        uuid not null,
  disclosure_id    uuid not null,
  relying_party_id text not null,
  expires_at       timestamptz not null
);
comment on table disclosure_code is 'distributed by code_hash; a one-time code the holder carries to a relying party';

create table reissue_demand (
  holder_id        uuid not null references holder (holder_id),
  demand_id        uuid not null,
  relying_party_id text not null,
  return_uri       text,
  demanded_at      timestamptz not null,
  expires_at       timestamptz not null,
  fulfilled_at     timestamptz,
  fulfilled_by     integer,
  primary key (holder_id, demand_id)
);
comment on table reissue_demand is 'distributed by holder_id; a relying party''s demand that the private ID be issued again';

create table cursor (
  name  text primary key,
  value bigint not null
);
comment on table cursor is 'reference; how far a source outside was read';
