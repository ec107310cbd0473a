-- Which key store the rows of this database rest on.

create table key_check (
  name        text primary key,
  fingerprint bytea not null,
  noted_at    timestamptz not null
);
comment on table key_check is 'reference; for each key that all issuers on this database share, a keyed hash that tells it from another';
