-- Where the database differs from what a migration relies on; $1 is a JSON array of its relies-on lines.
-- Runs with an empty search path, so that types are printed with their schema.
select
    relied.entry ->> 'relation',
    relied_column.key,
    relied_column.value,
    pg_catalog.to_regclass(relied.entry ->> 'relation') is not null,
    pg_catalog.format_type(present.atttypid, present.atttypmod)
        || case when present.attnotnull then ' not null' else '' end
from pg_catalog.jsonb_array_elements($1::jsonb) as relied (entry)
cross join lateral pg_catalog.jsonb_each_text(relied.entry -> 'columns') as relied_column
left join pg_catalog.pg_attribute as present
    on present.attrelid = pg_catalog.to_regclass(relied.entry ->> 'relation')
    and present.attname = relied_column.key
    and present.attnum > 0
    and not present.attisdropped
where relied_column.value is distinct from
    pg_catalog.format_type(present.atttypid, present.atttypmod)
        || case when present.attnotnull then ' not null' else '' end
order by 1, 2
