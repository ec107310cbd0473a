-- Initial access tokens as rows: used up by the registration they allow, listed, and taken back.

create table initial_access_token (
  token_hash    bytea primary key,
  token_id      uuid not null,
  profile       text not null check (profile in ('FAPI2', 'FAPI2_MESSAGE_SIGNING', 'BASIC')),
  pkce_optional boolean not null,
  note          text,
  created_at    timestamptz not null,
  expires_at    timestamptz not null,
  uses_left     integer not null check (uses_left >= 0),
  last_used_at  timestamptz,
  last_client   text,
  revoked_at    timestamptz
);
create index initial_access_token_expiry on initial_access_token (expires_at);
comment on table initial_access_token is 'reference; lets a client register itself, once; only the hash of the token is kept; seen by operators';
