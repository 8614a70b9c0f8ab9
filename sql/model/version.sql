select pg_catalog.concat(model.installed_at, ' ', model.xmin) as version
from fraiseql.api_model as model
