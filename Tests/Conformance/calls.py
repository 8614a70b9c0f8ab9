"""Functions as fields: PostgreSQL calls them, those of Query and those of a row; the rows that they give are those of our tables."""
from psycopg import sql

from filters import operand
from pages import connection, page


class Call:
    """A function as the model has it: of Query, or of the rows of a table. Of what gives rows, `read` makes a list, a page, ..."""

    def __init__(self, oracle, function, table=None, read=page):
        self.oracle, self.table, self.name = oracle, table, sql.Identifier(*function["function"]["name"])
        self.read = read
        self.field = f"{table.name if table else 'Query'}.{function.get('field')}"
        self.arguments = {argument["name"]: argument for argument in function["arguments"]}
        self.kind = next(kind for kind in ("rows", "row", "value") if kind in function)
        self.result = function[self.kind]
        self.place = "function of a row" if table else "root function"

    def __call__(self, row, info, **arguments):
        kind = self.read.__name__ if self.kind == "rows" else self.kind
        if self.table:
            self.oracle.data.note(f"{self.place}, {kind}")
        else:
            self.oracle.root(f"function, {kind}")
        given = {name: arguments.pop(name) for name in self.arguments if name in arguments}
        for value in given.values():
            self.oracle.data.note(f"argument of a {self.place}, {'null' if value is None else 'given'}")
        if len(given) < len(self.arguments):
            self.oracle.data.note(f"argument of a {self.place}, its default")
        if self.kind == "value":
            return self.value(row, given)
        table = self.oracle.data.tables[self.result]
        rows = self.rows(row, table, given)
        if self.kind == "row":
            return next(iter(rows), None)
        if self.read in (page, connection):
            arguments["ordered_by"] = self.field
        return self.read(self.oracle, table, rows, info, **arguments)

    def rows(self, row, table, given):
        """In the function's order."""
        keys = sql.SQL(", ").join(sql.SQL("f.{}::text").format(sql.Identifier(column)) for column in table.page_key)
        return [found for key in self.query(row, keys, given) for found in table.having(tuple(table.page_key), key)]

    def value(self, row, given):
        texts = "f::text[]" if self.result.get("array") else "null"
        (cells,) = self.query(row, sql.SQL(f"pg_catalog.to_json(f)::text, f::text, {texts}"), given)
        return self.oracle.data.shown(self.result, *cells)

    def query(self, row, columns, given):
        parts, values = [], {}
        for at, (name, value) in enumerate(given.items()):
            argument, place = self.arguments[name], f"v{at}"
            field, is_list = argument["value"], argument.get("declaredArray", False)
            cast = sql.SQL("%({})s::text[]::{}[]" if is_list else "%({})s::text::{}")
            parts.append(sql.SQL("{} => {}").format(sql.Identifier(argument["parameter"]), cast.format(
                sql.SQL(place), sql.Identifier(*argument["declared"]))))
            values[place] = None if value is None else \
                [operand(self.oracle.data, field, part) for part in listed(value)] if is_list else operand(self.oracle.data, field, value)
        source, condition = sql.SQL(""), sql.SQL("")
        if self.table:
            # The row itself, not our copy, which has another type.
            source = sql.SQL("{} as s cross join lateral ").format(sql.Identifier(*self.table.entity["relation"]))
            condition = sql.SQL(" where ") + sql.SQL(" and ").join(
                sql.SQL("s.{}::text = {}").format(sql.Identifier(column), row.texts[column]) for column in self.table.page_key)
            parts.insert(0, sql.SQL("s"))
        call = sql.SQL("select {} from {}{}({}) as f{}").format(columns, source, self.name, sql.SQL(", ").join(parts), condition)
        return self.oracle.data.connection.execute(call, values).fetchall()


def listed(value):
    return value if isinstance(value, list) else [value]
