-- A pushed request is spent when it is answered, not when somebody loads its address: until then it may wait in several
-- browsers, of which one is a link scanner's perhaps. The first that is answered is written into browser_hash.
alter table openid_request add column brought_by bytea;
