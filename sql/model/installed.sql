-- Runs on any search path, as the next one does: every name is PostgreSQL's own or the companion's.
select
    model.format,
    model.model,
    pg_catalog.concat(model.installed_at, ' ', model.xmin) as version
from fraiseql.api_model as model
