-- A holder may let a relying party be told, by itself, what becomes of the private ID.

alter table consent drop constraint consent_kind;
alter table consent add constraint consent_kind check (kind in ('TERMS', 'LATEST_ATTRIBUTES', 'DISCLOSURE', 'MONITORING'));
