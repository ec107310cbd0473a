-- Status lists (Token Status List): who stands where, what is to be published, and what was.

-- Places are dealt in blocks of 1,024: one number from here each, without a lock, never given back. Lists need not be
-- numbered without gaps, so where connections go to several nodes of a distributed database each node may have a sequence of
-- this name with a range of its own.
create sequence status_block minvalue 0 start with 0;

create table status_list (
  list         bigint primary key,
  opened_at    timestamptz not null,
  number       bigint not null,
  bits         bytea not null,
  decoys_until timestamptz not null,
  published_at timestamptz not null,
  checked_at   timestamptz not null,
  stopped_at   timestamptz,
  stopped_why  text,
  constraint status_list_stopped_why check (stopped_why in
    ('CAME_BACK_TO_LIFE', 'DIFFERS_FROM_DATABASE', 'OLDER_NUMBER', 'MISSING_ENTRY')),
  constraint status_list_stopped check ((stopped_at is null) = (stopped_why is null))
);
comment on table status_list is 'distributed by list; the statuses as published last, compressed, and whether publication is stopped; names nobody';

create table status_list_token (
  list       bigint not null,
  number     bigint not null,
  issued_at  timestamptz not null,
  expires_at timestamptz not null,
  root       bytea not null,
  jwt        bytea not null,
  cwt        bytea not null,
  primary key (list, number)
);
comment on table status_list_token is 'distributed by list; lists as they were signed (the JWT by gzip), for as long as they can be asked for by time; public';

create table status_list_change (
  list   bigint not null,
  number bigint not null,
  idx    integer not null,
  value  smallint not null check (value between 0 and 3),
  primary key (list, number, idx)
);
comment on table status_list_change is 'distributed by list; what changed with each number of a list; public';

create table status_entry (
  holder_id  uuid not null references holder (holder_id),
  sector     text not null,
  generation integer not null,
  list       bigint not null,
  idx        integer not null,
  primary key (holder_id, sector, generation)
);
create index status_entry_list on status_entry (list);
comment on table status_entry is 'distributed by holder_id; the place in a list that a sector was told for a generation';

create table status_change (
  holder_id  uuid not null,
  sector     text not null,
  generation integer not null,
  list       bigint not null,
  mark       uuid not null,
  primary key (holder_id, sector, generation),
  foreign key (holder_id, sector, generation) references status_entry (holder_id, sector, generation)
);
create index status_change_list on status_change (list);
comment on table status_change is 'distributed by holder_id; entries whose value may differ from what was published last';

alter table finding drop constraint finding_kind;
alter table finding add constraint finding_kind
  check (kind in ('CERTIFICATES_OF_SEVERAL_HOLDERS', 'CONSENT_UNKNOWN_HERE', 'CONSENT_NOT_REGISTERED', 'STATUS_LIST_STOPPED'));
