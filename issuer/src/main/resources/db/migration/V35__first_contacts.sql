-- Since when a sector knows a holder, and whether a client was ever agreed to.
--
-- What came before a first contact is not told: the generation is counted from it, and no date lies before it.

create table acquaintance (
  holder_id  uuid not null references holder (holder_id),
  sector     text not null,
  since      timestamptz not null,
  generation integer not null check (generation >= 1),
  primary key (holder_id, sector)
);
comment on table acquaintance is 'distributed by holder_id; since when a sector knows a holder, and which generation it met first';

create table client_agreement (
  holder_id        uuid not null references holder (holder_id),
  client_id        text not null,
  relying_party_id text not null,
  agreed_at        timestamptz not null,
  primary key (holder_id, client_id, relying_party_id)
);
comment on table client_agreement is 'distributed by holder_id; a client the holder was asked about and agreed to be signed in at; taken back with the relying party''s grants';

-- Who was met before this release is known from what it was told.
insert into acquaintance (holder_id, sector, since, generation)
  select met.holder_id, met.sector, min(met.at), min(met.generation) from (
    select d.holder_id, p.sector, d.delivered_at as at, coalesce(d.generation, 1) as generation
      from disclosure d join relying_party p on p.relying_party_id = d.relying_party_id
      where d.delivered_at is not null
    union all
    select g.holder_id, p.sector, g.created_at, greatest(g.disclosed_generation, 1)
      from openid_grant g join relying_party p on p.relying_party_id = g.relying_party_id
      where g.code_used_at is not null) met
  group by met.holder_id, met.sector;

insert into client_agreement (holder_id, client_id, relying_party_id, agreed_at)
  select g.holder_id, g.client_id, g.relying_party_id, min(g.created_at) from openid_grant g
  where g.code_used_at is not null and g.revoked_at is null
  group by g.holder_id, g.client_id, g.relying_party_id;
