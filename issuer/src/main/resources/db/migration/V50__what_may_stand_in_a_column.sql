-- A pause and a doubted key are told apart, and the database refuses what no code of ours writes.

update private_id set state = case when cause = 'PAUSED' then 'PAUSED' else 'KEY_DOUBTED' end where state = 'SUSPENDED';
update transition set to_state = case when cause = 'PAUSED' then 'PAUSED' else 'KEY_DOUBTED' end
  where to_state = 'SUSPENDED';
-- Only the one before says which suspension it was; histories before this step keep the coarser word.

alter table private_id add constraint private_id_state
  check (state in ('ACTIVE', 'REISSUE_REQUIRED', 'PAUSED', 'KEY_DOUBTED', 'ENDED'));
alter table private_id add constraint private_id_cause
  check (cause in ('ISSUED', 'REISSUED', 'REFRESHED', 'ANCHOR_CONTENT_CHANGED', 'ANCHOR_SUPERSEDED', 'ANCHOR_EXPIRED',
                   'ANCHOR_WITHDRAWN', 'KEY_IN_DOUBT', 'CESSATION', 'PAUSED', 'RESUMED', 'WITHDRAWN', 'ID_EXPIRED'));
alter table private_id add constraint private_id_generation check (generation >= 1);
alter table transition add constraint transition_to
  check (to_state in ('ACTIVE', 'REISSUE_REQUIRED', 'PAUSED', 'KEY_DOUBTED', 'ENDED'));
alter table transition add constraint transition_from
  check (from_state in ('ACTIVE', 'REISSUE_REQUIRED', 'PAUSED', 'KEY_DOUBTED', 'SUSPENDED', 'ENDED'));
alter table transition add constraint transition_cause
  check (cause in ('ISSUED', 'REISSUED', 'REFRESHED', 'ANCHOR_CONTENT_CHANGED', 'ANCHOR_SUPERSEDED', 'ANCHOR_EXPIRED',
                   'ANCHOR_WITHDRAWN', 'KEY_IN_DOUBT', 'CESSATION', 'PAUSED', 'RESUMED', 'WITHDRAWN', 'ID_EXPIRED'));
alter table generation add constraint generation_source check (source in ('SIGNATURE_CERTIFICATE', 'J_LIS'));
alter table generation add constraint generation_times check (ended_at >= began_at);
alter table anchor add constraint anchor_state check (state in ('GOOD', 'REVOKED', 'EXPIRED'));
alter table anchor add constraint anchor_method check (method in ('OCSP', 'CRL'));
alter table anchor add constraint anchor_reason check ((state = 'REVOKED') = (reason is not null));
alter table consent add constraint consent_kind check (kind in ('TERMS', 'LATEST_ATTRIBUTES', 'DISCLOSURE'));
alter table consent add constraint consent_times check (ends_at >= starts_at);
alter table openid_client add constraint openid_client_profile check (profile in ('BASIC', 'FAPI2', 'FAPI2_MESSAGE_SIGNING'));

-- One current generation, one current anchor.
create unique index generation_current on generation (holder_id) where ended_at is null;
create unique index anchor_current on anchor (holder_id) where released_at is null;
