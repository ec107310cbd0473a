-- Since when relying parties have seen the state they see: what changes within it, as a key in doubt during a pause, is not
-- theirs to know. Missing where a node of the version before wrote last: then it is since.
alter table private_id add column outward_since timestamptz;
update private_id set outward_since = since;

-- Batches of changes are all of one length; numbers would not go on otherwise.
alter table change_batch add column seconds bigint;

alter table finding drop constraint finding_kind;
alter table finding add constraint finding_kind
  check (kind in ('CERTIFICATES_OF_SEVERAL_HOLDERS', 'CONSENT_UNKNOWN_HERE', 'CONSENT_NOT_REGISTERED', 'STATUS_LIST_STOPPED',
                  'CHANGE_BATCHES_LATE'));
