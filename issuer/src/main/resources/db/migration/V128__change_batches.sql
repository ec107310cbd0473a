-- That something changed of somebody is published in batches, under names that only whoever knows the subject can compute.
alter table status_change add column batch bigint;
create index status_change_unbatched on status_change (marked_at) where batch is null;

create table change_batch (
  batch   bigint primary key,
  made_at timestamptz not null,
  token   text not null
);
comment on table change_batch is 'distributed by batch; what was published of each stretch of time, under pseudonyms; public';
