-- What was answered is kept a short while, sealed, so that the same browser posting twice gets the same answer.
alter table openid_request add column answer bytea;
alter table sign_in_code add column session_id uuid;
