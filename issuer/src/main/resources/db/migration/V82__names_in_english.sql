-- Who accepts private IDs is named in the language of the page, if it has a name there.
alter table relying_party add column name_en text;
