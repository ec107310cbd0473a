-- What a client asks for attributes for is read by holders in the language of their pages.
alter table openid_client add column purpose_en text;
