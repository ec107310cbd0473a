-- Notices leave the house by two further ways: messages to browsers, and letters.

alter table notice_channel drop constraint notice_channel_way_check;
alter table notice_channel add constraint notice_channel_way check (way in ('EMAIL', 'PUSH', 'LETTER'));
-- Letters go to the address among the four attributes, which is not kept twice.
alter table notice_channel drop constraint notice_channel_check;
alter table notice_channel add constraint notice_channel_address
  check ((address is null) = (state = 'VOID' or way = 'LETTER'));
alter table notice_delivery drop constraint notice_delivery_way_check;
alter table notice_delivery add constraint notice_delivery_way check (way in ('EMAIL', 'PUSH', 'LETTER'));

alter table notice drop constraint notice_kind_check;
alter table notice add constraint notice_kind_check check (kind in ('APP_ADDED', 'PASSKEY_ADDED', 'CARD_ADDED',
  'DISCLOSURE_CODE_MADE', 'RESUMED', 'WITHDRAWN', 'ERASED', 'EARLIER_ENDED', 'KEPT', 'REISSUE_REQUIRED', 'REFRESHED',
  'REISSUE_DEMANDED', 'CONSENT_REMINDER', 'CERTIFICATE_ENDS', 'ID_ENDS', 'EMAIL_CHANGED', 'EMAIL_REMOVED', 'WAY_ADDED',
  'WAY_ENDED'));

-- Push services know this issuer by one key, to which browsers bind their subscriptions (RFC 8292 section 4).
create table push_key (
  key_id     text primary key check (key_id = 'vapid'),
  kek_id     text not null,
  wrapped    bytea not null,
  created_at timestamptz not null
);
comment on table push_key is 'reference; the key by which push services know this issuer, wrapped; made once, since subscriptions are bound to it';
