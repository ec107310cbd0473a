-- How long it takes to notice a revocation is promised to everybody, and measured by this.
alter table anchor add column noted_at timestamptz;
create index anchor_noted on anchor (noted_at) where noted_at is not null;
