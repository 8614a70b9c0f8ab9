select
    format,
    model
from fraiseql.api_model
