-- An application is claimed before anything costly is asked about it, a few times at most, and a refusal that J-LIS has
-- decided is kept, so that the same application sent again asks nobody.

alter table issuance_application add column tries integer not null default 0 check (tries between 0 and 1000);
alter table issuance_application add column claimed_until timestamptz;
alter table issuance_application add column refused_as text check (refused_as ~ '^[A-Z_]{1,40}$');
comment on column issuance_application.refused_as is 'the refusal that ended it; names nobody, and is forgotten with the row';
