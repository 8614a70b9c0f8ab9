"""Columns of values, each under the number of its row: what PostgreSQL says of them, all at once."""
from functools import cached_property

from psycopg import sql

# The column that tells the rows of a copy apart.
NUMBER = sql.Identifier("oracle number")


class Unjudgeable(Exception):
    """More than one answer would be right."""


class Column:
    """Values by number: those of a table's column, of an expression over one, or what sets of rows come to.

    `source` is a relation with `number`, `value` an expression over it, `field` says their type as the model does.
    """

    def __init__(self, data, label, source, value, field, parameters=None):
        self.data, self.label, self.field, self.parameters = data, label, field, parameters or {}
        self.relation = sql.SQL("(select {} as number, {} as value from {})").format(NUMBER, value, source)
        self.truths = {}

    def query(self, statement, parameters=None):
        return self.data.connection.execute(statement, self.parameters | (parameters or {})).fetchall()

    @cached_property
    def cells(self):
        texts = sql.SQL("value::text[]" if self.field.get("array") else "null")
        found = self.query(sql.SQL("select number, pg_catalog.to_json(value)::text, value::text, {} from {} as s")
                           .format(texts, self.relation))
        return {number: cells for number, *cells in found}

    @cached_property
    def values(self):
        """As a client sees them."""
        return {number: self.data.shown(self.field, *cells) for number, cells in self.cells.items()}

    @cached_property
    def texts(self):
        return {number: text for number, (_, text, _) in self.cells.items()}

    @cached_property
    def ranks(self):
        """The place of each value among all; those that are null have none."""
        return dict(self.query(sql.SQL(
            "select number, pg_catalog.dense_rank() over (order by value) from {} as s where value is not null")
            .format(self.relation)))

    def where(self, condition, parameters):
        """The numbers of which PostgreSQL says so."""
        return {number for number, in self.query(
            sql.SQL("select number from {} as s where {}").format(self.relation, condition), parameters)}

    def derived(self, form, type_, postgres, **parameters):
        """An expression over it: `{0}` in the form."""
        value = sql.SQL(form).format(sql.Identifier("value"))
        source = sql.SQL("(select number as {}, value from {} as s) as d").format(NUMBER, self.relation)
        field = {"type": type_, "postgres": ["pg_catalog", postgres]}
        return Column(self.data, self.label, source, value, field, self.parameters | parameters)
