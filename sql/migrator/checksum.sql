-- Hexadecimal SHA-256 of a text in UTF-8.
select pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to($1, 'UTF8')), 'hex')
