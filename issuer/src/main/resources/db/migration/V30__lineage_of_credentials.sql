-- What lets somebody in as a holder is of one kind, whatever it is made of: it descends from one proofing, is listed for
-- its holder, and ends in one place.

create table credential (
  holder_id         uuid not null references holder (holder_id),
  credential_id     uuid not null,
  kind              text not null check (kind in ('APP', 'SESSION', 'PASSKEY', 'CODE')),
  proofing          integer not null check (proofing > 0),
  label             text not null,
  bound_key         text,
  method            text check (method in ('PASSKEY', 'PASSKEY_ON_DEVICE', 'JPKI_AUTHENTICATION', 'JPKI_SIGNATURE', 'TEST_HOLDER')),
  authenticated_at  timestamptz,
  made_at           timestamptz not null,
  last_used_at      timestamptz,
  expires_at        timestamptz,
  ended_at          timestamptz,
  ended_why         text check (ended_why in ('HOLDER', 'SIGNED_OUT', 'USED', 'REPLACED', 'REISSUED', 'ID_ENDED', 'EXPIRED')),
  ended_by_proofing integer,
  primary key (holder_id, credential_id),
  check ((ended_at is null) = (ended_why is null)),
  check (kind <> 'APP' or bound_key is not null),
  check (kind <> 'CODE' or bound_key is not null)
);
comment on table credential is 'distributed by holder_id; what lets somebody in as a holder: apps, sessions, passkeys, codes; what each descends from, and how it ended';

-- Sessions and passkeys that are there descend from the last signature before them.
insert into credential (holder_id, credential_id, kind, proofing, label, method, authenticated_at, made_at, expires_at,
                        ended_at, ended_why)
select s.holder_id, s.session_id, 'SESSION', coalesce(max(g.number), 1), s.device, s.method, s.authenticated_at,
       s.created_at, s.expires_at, s.ended_at, case when s.ended_at is null then null else 'SIGNED_OUT' end
from browser_session s
left join generation g on g.holder_id = s.holder_id and g.source = 'SIGNATURE_CERTIFICATE' and g.began_at <= s.created_at
group by s.holder_id, s.session_id;

alter table passkey add column lineage_id uuid;
update passkey set lineage_id = md5(credential_id)::uuid;
alter table passkey alter column lineage_id set not null;
insert into credential (holder_id, credential_id, kind, proofing, label, made_at, last_used_at)
select p.holder_id, p.lineage_id, 'PASSKEY', coalesce(max(g.number), 1), p.label, p.created_at, p.used_at
from passkey p
left join generation g on g.holder_id = p.holder_id and g.source = 'SIGNATURE_CERTIFICATE' and g.began_at <= p.created_at
group by p.holder_id, p.credential_id;

-- Tokens that anybody could use who had them are good no more: an app signs once more, and shows its key.
drop table holder_access;
drop table browser_session;

-- A code signs in the one browser it was made for.
drop table sign_in_code;
create table sign_in_code (
  code_hash     bytea primary key,
  holder_id     uuid not null,
  credential_id uuid not null,
  expires_at    timestamptz not null
);
comment on table sign_in_code is 'distributed by code_hash; finds the holder and the credential when a code from the app is typed into a browser';

create table notice (
  holder_id uuid not null references holder (holder_id),
  notice_id uuid not null,
  at        timestamptz not null,
  kind      text not null check (kind in ('APP_ADDED', 'PASSKEY_ADDED', 'DISCLOSURE_CODE_MADE', 'RESUMED', 'WITHDRAWN', 'ERASED', 'EARLIER_ENDED', 'KEPT')),
  about     text not null,
  primary key (holder_id, notice_id)
);
comment on table notice is 'distributed by holder_id; what a holder is told of; kept for the holder, delivery is another matter';
