-- Since when relying parties have seen the state they see: what changes within it, as a key in doubt during a pause, is not
-- theirs to know. It holds as long as since is what it was written with; a node of the version before writes since alone.
alter table private_id add column outward_since timestamptz;
alter table private_id add column outward_with timestamptz;

-- The public part of a key is found for as long as what it signed can be asked for, also of keys that were made before.
update signing_key set retires_at = retires_at + interval '31 days';

-- Batches of changes are all of one length; numbers would not go on otherwise.
alter table change_batch add column seconds bigint;

alter table finding drop constraint finding_kind;
alter table finding add constraint finding_kind
  check (kind in ('CERTIFICATES_OF_SEVERAL_HOLDERS', 'CONSENT_UNKNOWN_HERE', 'CONSENT_NOT_REGISTERED', 'STATUS_LIST_STOPPED',
                  'CHANGE_BATCHES_LATE', 'CHANGE_BATCHES_TAKEN_BACK'));
