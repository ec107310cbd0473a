-- What waits in the places before it moves into the one queue.

insert into work_item (bucket, kind, work_key, work_id, version, payload, about, created_at, due_at, attempts, outcome)
select get_byte(sha256(convert_to(partition_id::text, 'UTF8')), 0) & 63, 'revocation_list', partition_id::text,
       md5('revocation_list' || partition_id::text)::uuid, 1, partition_id::text, partition_id::text, created_at, due_at,
       failures, last_fault
from crl_partition;
alter table crl_partition drop column due_at;
alter table crl_partition drop column claimed_until;

insert into work_item (bucket, kind, work_key, work_id, version, payload, created_at, due_at, attempts, outcome)
select get_byte(sha256(convert_to(holder_id::text, 'UTF8')), 0) & 63, 'refresh', holder_id::text,
       md5('refresh' || holder_id::text)::uuid, 1, holder_id::text || ' ' || anchor_id::text, coalesce(last_at, due_at), due_at,
       attempts, last_outcome
from refresh;
drop table refresh;

insert into work_item (bucket, kind, work_key, work_id, version, payload, about, created_at, due_at, attempts)
select get_byte(sha256(convert_to(session_id::text || ' ' || client_id, 'UTF8')), 0) & 63, 'logout_notice',
       session_id::text || ' ' || client_id, md5('logout_notice' || session_id::text || client_id)::uuid, 1,
       holder_id::text || ' ' || session_id::text || ' ' || client_id, client_id, min(created_at), min(due_at), max(attempts)
from logout_notice group by holder_id, session_id, client_id;
drop table logout_notice;
