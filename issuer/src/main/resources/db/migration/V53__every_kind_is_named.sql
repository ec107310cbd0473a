-- The columns that hold a state or a kind and had no constraint yet. Words that come from elsewhere have their form checked.

alter table anchor add constraint anchor_kind check (kind in ('CARD_SIGNATURE', 'SMARTPHONE_SIGNATURE'));
alter table vault_item add constraint vault_item_kind
  check (kind in ('FOUR_ATTRIBUTES', 'CERTIFICATE', 'SIGNED_APPLICATION', 'SIGNED_CONSENT', 'LATEST_ATTRIBUTES_ANSWER'));
alter table finding add constraint finding_kind
  check (kind in ('CERTIFICATES_OF_SEVERAL_HOLDERS', 'CONSENT_UNKNOWN_HERE', 'CONSENT_NOT_REGISTERED'));
alter table assurance_decision add constraint assurance_decision_outcome check (outcome in ('ACCEPT', 'STEP_UP', 'REFUSE'));
alter table signing_key add constraint signing_key_algorithm check (algorithm in ('EC', 'RSA'));
alter table relying_party add constraint relying_party_law check (law ~ '^[A-Z][A-Z_]{1,39}$');
alter table audit_event add constraint audit_event_kind check (kind ~ '^[a-z_]{1,40}([.][a-z_]{1,40}){0,2}$');
alter table work_item add constraint work_item_kind check (kind ~ '^[a-z0-9_.-]{1,80}$');
alter table work_item add constraint work_item_outcome check (outcome ~ '^[A-Za-z0-9_.:-]{1,100}$');
