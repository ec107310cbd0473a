-- An application is signed for whoever asked for it, and taken from nobody else.

alter table issuance_application add column key_thumbprint text;
alter table issuance_application add column browser text;

-- What a code tells is told while the app that made the code is let in.
alter table disclosure add column credential_id uuid;
