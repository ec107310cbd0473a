-- A code that was typed into a browser could be talked out of somebody; the card signs in by the browser's own way there and
-- back instead, and is a credential like a passkey. Codes were for minutes: the history keeps that there were some.
delete from credential where kind = 'CODE';
drop table sign_in_code;
alter table credential drop constraint credential_kind_check;
alter table credential drop constraint credential_check2;
alter table credential add check (kind in ('APP', 'SESSION', 'PASSKEY', 'CARD'));
alter table credential add check (kind <> 'CARD' or bound_key is not null);
comment on table credential is 'distributed by holder_id; what lets somebody in as a holder: apps, sessions, passkeys, cards; what each descends from, and how it ended';

alter table notice drop constraint notice_kind_check;
alter table notice add check (kind in ('APP_ADDED', 'PASSKEY_ADDED', 'CARD_ADDED', 'DISCLOSURE_CODE_MADE', 'RESUMED', 'WITHDRAWN', 'ERASED', 'EARLIER_ENDED', 'KEPT'));

create table card_subject (
  subject_hash  bytea primary key,
  holder_id     uuid not null,
  credential_id uuid not null
);
comment on table card_subject is 'distributed by subject_hash; finds the holder and the credential when a card signs in; the name the app''s server gave the person is kept as a keyed hash alone';

-- The browser that asked for an application, by the hash of its secret. What waits is for minutes, and begun anew.
delete from issuance_application where browser is not null;
alter table issuance_application drop column browser;
alter table issuance_application add column browser_hash bytea;
-- And what it issued, for the same browser asking again; deleted with the row, a day after its time.
alter table issuance_application add column issued_holder uuid;
alter table issuance_application add column issued_generation integer;
comment on table issuance_application is 'distributed by application_id; an application offered for signature, used at most once; then whose private ID it issued, deleted a day after its time';
