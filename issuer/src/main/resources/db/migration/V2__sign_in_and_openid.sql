-- Signing in, and the OpenID Provider.
--
-- Codes, tokens and cookies are sealed strings that name a row here; none of them stands in the database. What a client
-- sent in an authorization request may hold personal data (a login hint, wanted values), so it is sealed.

alter table relying_party alter column certificate_sha256 drop not null;

-- Whether the holder carried a code to the relying party; else it was told in a sign-in.
alter table disclosure add column carried boolean not null default true;

create table browser_session (
  holder_id        uuid not null references holder (holder_id),
  session_id       uuid not null,
  method           text not null,
  authenticated_at timestamptz not null,
  created_at       timestamptz not null,
  expires_at       timestamptz not null,
  device           text not null,
  ended_at         timestamptz,
  primary key (holder_id, session_id)
);
comment on table browser_session is 'distributed by holder_id; a browser in which a holder is signed in; seen by the holder, who can end it';

create table passkey (
  holder_id        uuid not null references holder (holder_id),
  credential_id    bytea not null,
  label            text not null,
  public_key       bytea not null,
  sign_count       bigint not null,
  backup_eligible  boolean not null,
  created_at       timestamptz not null,
  used_at          timestamptz,
  primary key (holder_id, credential_id)
);
comment on table passkey is 'distributed by holder_id; a passkey of a holder: public key and counter; seen by the holder';

create table passkey_directory (
  credential_id bytea primary key,
  holder_id     uuid not null
);
comment on table passkey_directory is 'distributed by credential_id; finds the holder when a passkey is shown';

create table sign_in_code (
  code_hash  bytea primary key,
  holder_id  uuid not null,
  method     text not null,
  expires_at timestamptz not null
);
comment on table sign_in_code is 'distributed by code_hash; a one-time code that carries a signature made in the app into a browser';

create table single_use (
  use_hash   bytea primary key,
  expires_at timestamptz not null
);
create index single_use_expiry on single_use (expires_at);
comment on table single_use is 'distributed by use_hash; what may be shown once only (proofs, assertions, challenges), as hashes that name nobody';

create table openid_client (
  client_id        text primary key,
  relying_party_id text not null,
  profile          text not null,
  metadata         text not null,
  secret_hash      bytea,
  pkce_optional    boolean not null,
  purpose          text,
  registered_at    timestamptz not null,
  registration_hash bytea
);
comment on table openid_client is 'reference; how a relying party speaks OpenID Connect: profile, redirect URIs, keys; seen by operators';

create table signing_key (
  key_id     text primary key,
  algorithm  text not null,
  kek_id     text not null,
  wrapped    bytea not null,
  created_at timestamptz not null,
  signs_from timestamptz not null,
  retires_at timestamptz
);
comment on table signing_key is 'reference; the provider''s signing keys, wrapped; published from their making until some time after they last signed';

create table openid_request (
  request_id   uuid primary key,
  client_id    text not null,
  sealed       bytea not null,
  pushed       boolean not null,
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  browser_hash bytea,
  completed_at timestamptz
);
create index openid_request_expiry on openid_request (expires_at);
comment on table openid_request is 'distributed by request_id; an authorization request that was pushed, or waits for its holder; sealed';

create table openid_grant (
  holder_id        uuid not null references holder (holder_id),
  grant_id         uuid not null,
  client_id        text not null,
  relying_party_id text not null,
  session_id       uuid not null,
  scope            text[] not null,
  items            text[] not null,
  consent_id       uuid,
  sealed           bytea not null,
  created_at       timestamptz not null,
  code_expires_at  timestamptz not null,
  code_used_at     timestamptz,
  refresh_serial   integer not null default 0,
  expires_at       timestamptz not null,
  revoked_at       timestamptz,
  disclosed_generation integer not null default 0,
  primary key (holder_id, grant_id)
);
comment on table openid_grant is 'distributed by holder_id; what a holder granted a client in one sign-in; its code and tokens are sealed references to it';

create table logout_notice (
  bucket       integer not null,
  seq          bigserial,
  holder_id    uuid not null,
  client_id    text not null,
  session_id   uuid not null,
  created_at   timestamptz not null,
  due_at       timestamptz not null,
  attempts     integer not null default 0,
  primary key (bucket, seq)
);
comment on table logout_notice is 'distributed by bucket; back-channel logout messages still to be delivered';
