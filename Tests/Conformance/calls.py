"""Functions as fields of Query: PostgreSQL calls them by name, the rows that they give are those of our tables."""
from psycopg import sql

from filters import operand
from pages import page


class Call:
    """A function that `fraiseql.toml` names, as the model has it."""

    def __init__(self, oracle, function):
        self.oracle, self.name = oracle, sql.Identifier(*function["function"]["name"])
        self.arguments = {argument["name"]: argument for argument in function["arguments"]}
        self.kind = next(kind for kind in ("rows", "row", "value") if kind in function)
        self.result = function[self.kind]

    def __call__(self, _, info, **arguments):
        self.oracle.root(f"function, {self.kind}")
        given = {name: arguments.pop(name) for name in self.arguments if name in arguments}
        self.oracle.data.note(*(f"argument of a function, {'null' if value is None else 'given'}" for value in given.values()))
        if len(given) < len(self.arguments):
            self.oracle.data.note("argument of a function, its default")
        if self.kind == "value":
            return self.value(given)
        table = self.oracle.data.tables[self.result]
        rows = self.rows(table, given)
        if self.kind == "row":
            return next(iter(rows), None)
        return page(self.oracle, table, rows, info, **arguments, is_ordered=True)

    def rows(self, table, given):
        """In the function's order."""
        keys = sql.SQL(", ").join(sql.SQL("f.{}::text").format(sql.Identifier(column)) for column in table.page_key)
        found = self.query(keys, given)
        return [row for key in found for row in table.having(tuple(table.page_key), key)]

    def value(self, given):
        texts = "f::text[]" if self.result.get("array") else "null"
        (cells,) = self.query(sql.SQL(f"pg_catalog.to_json(f)::text, f::text, {texts}"), given)
        return self.oracle.data.shown(self.result, *cells)

    def query(self, columns, given):
        parts, values = [], {}
        for at, (name, value) in enumerate(given.items()):
            argument, place = self.arguments[name], f"v{at}"
            field, is_list = argument["value"], argument.get("declaredArray", False)
            cast = sql.SQL("%({})s::text[]::{}[]" if is_list else "%({})s::text::{}")
            parts.append(sql.SQL("{} => {}").format(sql.Identifier(argument["parameter"]), cast.format(
                sql.SQL(place), sql.Identifier(*argument["declared"]))))
            values[place] = None if value is None else \
                [operand(self.oracle.data, field, part) for part in listed(value)] if is_list else operand(self.oracle.data, field, value)
        call = sql.SQL("select {} from {}({}) as f").format(columns, self.name, sql.SQL(", ").join(parts))
        return self.oracle.data.connection.execute(call, values).fetchall()


def listed(value):
    return value if isinstance(value, list) else [value]
