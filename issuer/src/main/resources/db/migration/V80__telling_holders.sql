-- Notices leave the house: where a holder wants to be told, and which way each notice went.

create table notice_channel (
  holder_id  uuid not null references holder (holder_id),
  channel_id uuid not null,
  way        text not null check (way in ('EMAIL')),
  address    uuid,
  language   text not null check (language in ('ja', 'en', 'ja-simple')),
  state      text not null check (state in ('PENDING', 'CONFIRMED', 'LEAVING', 'VOID')),
  made_at    timestamptz not null,
  since      timestamptz not null,
  failing_at timestamptz,
  primary key (holder_id, channel_id),
  check ((address is null) = (state = 'VOID'))
);
create index notice_channel_passing on notice_channel (since) where state <> 'CONFIRMED';
comment on table notice_channel is 'distributed by holder_id; where a holder wants to be told things; the address is a sealed item';

create table notice_delivery (
  holder_id  uuid not null references holder (holder_id),
  notice_id  uuid not null,
  channel_id uuid not null,
  way        text not null check (way in ('EMAIL')),
  at         timestamptz not null,
  primary key (holder_id, notice_id, channel_id),
  foreign key (holder_id, notice_id) references notice (holder_id, notice_id)
);
comment on table notice_delivery is 'distributed by holder_id; which notice went out by which way, so that none goes twice';

-- What a notice is about, so that the same is told once: a generation, a demand, a threshold.
alter table notice add column subject text;
create unique index notice_once on notice (holder_id, kind, subject);
alter table notice drop constraint notice_kind_check;
alter table notice add check (kind in ('APP_ADDED', 'PASSKEY_ADDED', 'CARD_ADDED', 'DISCLOSURE_CODE_MADE', 'RESUMED', 'WITHDRAWN',
  'ERASED', 'EARLIER_ENDED', 'KEPT', 'REISSUE_REQUIRED', 'REFRESHED', 'REISSUE_DEMANDED', 'CONSENT_REMINDER',
  'CERTIFICATE_ENDS', 'ID_ENDS', 'EMAIL_CHANGED', 'EMAIL_REMOVED'));
comment on table notice is 'distributed by holder_id; what a holder is told of; kept for the holder, and sent by the ways in notice_channel';

alter table vault_item drop constraint vault_item_kind;
alter table vault_item add constraint vault_item_kind
  check (kind in ('FOUR_ATTRIBUTES', 'CERTIFICATE', 'SIGNED_APPLICATION', 'SIGNED_CONSENT', 'LATEST_ATTRIBUTES_ANSWER',
                  'NOTICE_ADDRESS'));

-- Everybody has a calendar: it finds for itself what it is to say.
insert into work_item (bucket, kind, work_key, work_id, version, payload, created_at, due_at)
select get_byte(sha256(convert_to(holder_id::text, 'UTF8')), 0) & 63, 'notice_calendar', holder_id::text,
       md5('notice_calendar' || holder_id::text)::uuid, 1, holder_id::text, since, since
from private_id where state <> 'ENDED';
