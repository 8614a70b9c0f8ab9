"""What sets of rows come to. PostgreSQL computes each function, over all sets at once."""
from psycopg import sql

from columns import NUMBER, Column, Unjudgeable

FUNCTIONS = {
    "sum": "sum", "avg": "avg", "min": "min", "max": "max", "stddevSample": "stddev_samp", "stddevPopulation": "stddev_pop",
    "varianceSample": "var_samp", "variancePopulation": "var_pop", "boolAnd": "bool_and", "boolOr": "bool_or",
}
# Where the order of the rows decides the last digits.
INEXACT = set(FUNCTIONS) - {"min", "max", "boolAnd", "boolOr"}


class Approximate(float):
    """A sum of floats, right but for its last digits."""


class Sets:
    """Sets of a table's rows, by number: `members` has the numbers of their rows."""

    def __init__(self, table, members):
        self.table, self.made = table, {}
        pairs = [(number, member) for number, rows in members.items() for member in rows]
        self.parameters = {"sets": array(members), "owners": array(number for number, _ in pairs),
                           "members": array(row for _, row in pairs)}

    def column(self, function, name=None):
        """`("count",)`, `("count", name)` for its distinct values, `("sum", name)`: what each set comes to."""
        if (function, name) not in self.made:
            self.made[function, name] = self.compute(function, name)
        return self.made[function, name]

    def compute(self, function, name):
        data = self.table.data
        column = sql.Identifier(self.table.fields[name]["column"]) if name else NUMBER
        # Rows that a function gives twice are two.
        form = f"pg_catalog.{FUNCTIONS[function]}(c.{{}})" if function != "count" else \
            "pg_catalog.count(distinct c.{})" if name else "pg_catalog.count(c.{})"
        source = sql.SQL("""(
            select s.number as {0}, {1} as value from unnest(%(sets)s::bigint[]) as s (number)
            left join unnest(%(owners)s::bigint[], %(members)s::bigint[]) as m (number, member) on m.number = s.number
            left join {2} as c on c.{0} = m.member group by s.number) as a""").format(
                NUMBER, sql.SQL(form).format(column), self.table.copy)
        cursor = data.connection.execute(sql.SQL("select value from {} limit 0").format(source), self.parameters)
        postgres = data.types[cursor.description[0].type_code]
        field = {"type": data.scalars[postgres], "postgres": ["pg_catalog", postgres]}
        label = f"{self.table.name} {function} {name}"
        return Column(data, label, source, sql.Identifier("value"), field, self.parameters)

    def ordered(self, term):
        """The column and the direction of `{count: DESC}`, `{total: {sum: DESC}}`."""
        (name, value), = term.items()
        if name == "count":
            return self.column("count"), value
        (function, direction), = value.items()
        return self.column(function, name), direction


def array(numbers):
    """As PostgreSQL reads it: psycopg takes its time over long lists."""
    return "{" + ",".join(map(str, numbers)) + "}"


class Aggregate:
    """What one of the sets comes to."""

    def __init__(self, sets, number):
        self.sets, self.number = sets, number

    def value(self, function, name=None):
        column = self.sets.column(function, name)
        column.data.note(f"aggregate {function}{' of distinct values' if function == 'count' and name else ''}")
        if function in ("min", "max") and column.field["postgres"][1] == "citext":
            # Which of several that are equal is not said.
            raise Unjudgeable
        value = column.values[self.number]
        is_inexact = function in INEXACT and column.field["type"] == "Float" and isinstance(value, (int, float))
        return Approximate(value) if is_inexact else value
