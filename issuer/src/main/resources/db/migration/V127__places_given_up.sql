-- What was told of a place and cannot be laid at anybody's door any more goes on saying what it said.
create table status_place_lost (
  list  bigint not null,
  idx   integer not null,
  value smallint not null check (value between 0 and 3),
  primary key (list, idx)
);
comment on table status_place_lost is 'distributed by list; entries of a list that are nobody''s any more, and what they say for ever; public';
