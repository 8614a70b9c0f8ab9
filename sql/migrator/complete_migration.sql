-- What only the tool knows of a migration, in the transaction of its step: the checksums and the way back.
update fraiseql.migration
set
    up_checksum = $2,
    down_checksum = $3,
    down_script = $4
where version operator(pg_catalog.=) $1
