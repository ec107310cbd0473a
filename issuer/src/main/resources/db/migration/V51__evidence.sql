-- What evidence needs: the latest time ever seen, and consents that J-LIS is still to be told.

create table clock_mark (
  name text primary key,
  seen timestamptz not null
);
comment on table clock_mark is 'reference; the latest time this issuer saw, so that a clock that stepped back shows; names nobody';

create table finding (
  kind       text not null,
  about      text not null,
  finding_id uuid not null,
  first_at   timestamptz not null,
  last_at    timestamptz not null,
  count      integer not null check (count >= 1),
  settled_at timestamptz,
  primary key (kind, about)
);
create index finding_open on finding (last_at) where settled_at is null;
comment on table finding is 'reference; what an operator must look at, by random ids of ours and of J-LIS; names nobody';
