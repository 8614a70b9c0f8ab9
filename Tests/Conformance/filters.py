"""Filters, read naively: what they are for a row is True, False or None (unknown), as in SQL.

What two values are to each other (equal, less, like) says PostgreSQL, of all rows of a table at once; the rest is said here.
"""
import json

from psycopg import sql

COMPARISON = {"eq": "=", "neq": "<>", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
# What an operator asks PostgreSQL, by the kind of the column: its manual's chapter on functions and operators. `{0}` is the
# column, `{1}` the operand as a value of its type, `{2}` as a list of them, `{3}` as text and `{4}` as texts.
FORMS = {
    "any": {name: f"{{0}} {operator} {{1}}" for name, operator in COMPARISON.items()}
    | {"in": "{0} = any ({2})", "nin": "{0} <> all ({2})"},
    "text": {"like": "{0} like {3}", "nlike": "{0} not like {3}", "ilike": "{0} ilike {3}", "nilike": "{0} not ilike {3}",
             "regex": "{0} ~ {3}", "nregex": "{0} !~ {3}", "iregex": "{0} ~* {3}", "niregex": "{0} !~* {3}"},
    "json": {"contains": "{0} @> {1}", "containedBy": "{0} <@ {1}", "hasKey": "{0} ? {3}", "hasAnyKeys": "{0} ?| {4}",
             "hasAllKeys": "{0} ?& {4}"},
    "range": {"overlaps": "{0} && {1}", "contains": "{0} @> {1}", "containedBy": "{0} <@ {1}", "strictlyLeft": "{0} << {1}",
              "strictlyRight": "{0} >> {1}", "adjacent": "{0} -|- {1}"},
    "network": {"inSubnet": "{0} << {1}", "inSubnetOrEqual": "{0} <<= {1}", "containsSubnet": "{0} >> {1}",
                "containsSubnetOrEqual": "{0} >>= {1}", "overlapsSubnet": "{0} && {1}"},
    "list": {"eq": "{0} = {2}", "neq": "{0} <> {2}", "has": "{1} = any ({0})", "hasAny": "{0} && {2}", "hasAll": "{0} @> {2}",
             "containedBy": "{0} <@ {2}"},
}
# Of the text that a client sees, bare of wildcards.
TEXT = {
    "contains": lambda value, part: part in value,
    "startsWith": lambda value, part: value.startswith(part),
    "endsWith": lambda value, part: value.endswith(part),
}
TEXT |= {"i" + name: lambda value, part, test=test: test(value.lower(), part.lower()) for name, test in TEXT.items()}
TEXT |= {"n" + name: lambda value, part, test=test: not test(value, part) for name, test in TEXT.items()}


def kind(field):
    """Which operators mean what on a column."""
    if field.get("array"):
        return "list"
    if field["type"].endswith(("Range", "Multirange")):
        return "range"
    return {"String": "text", "JSON": "json", "Inet": "network", "Cidr": "network"}.get(field["type"], "any")


def is_known(kind_, operator):
    return (operator in ("isNull", "isEmpty") if kind_ == "list" else operator == "isNull") or operator in FORMS[kind_] \
        or (kind_ == "text" and operator in TEXT) or (kind_ != "list" and operator in FORMS["any"])


class Filters:
    """The filters of one request: each is made once, and asked once of each row."""

    def __init__(self, data):
        self.data, self.made = data, {}

    def predicate(self, table, where):
        if (memo := (json.dumps(where), table.name)) not in self.made:
            self.made[memo] = remember(conjunction([self.member(table, name, value) for name, value in where.items()]))
        return self.made[memo]

    def member(self, table, name, value):
        if name == "not":
            inner = self.predicate(table, value)
            return lambda row: None if inner(row) is None else not inner(row)
        if name in ("and", "or"):
            parts = [self.predicate(table, part) for part in value]
            return conjunction(parts) if name == "and" else disjunction(parts)
        if name in table.fields:
            return conjunction([compare(table, table.fields[name], *condition) for condition in value.items()])
        relation = table.relations[name]
        target = self.data.tables[relation["target"]]
        if relation["kind"] == "to-one":
            return self.quantified(table, relation, "some", self.predicate(target, value))
        return conjunction([self.quantified(table, relation, quantifier, self.predicate(target, filter_))
                            for quantifier, filter_ in value.items()])

    @staticmethod
    def quantified(table, relation, quantifier, holds):
        return {
            "some": lambda row: any(holds(other) is True for other in table.related(relation, row)),
            "none": lambda row: not any(holds(other) is True for other in table.related(relation, row)),
            "every": lambda row: all(holds(other) is True for other in table.related(relation, row)),
        }[quantifier]


def remember(predicate):
    known = {}

    def holds(row):
        if row.number not in known:
            known[row.number] = predicate(row)
        return known[row.number]
    return holds


def conjunction(parts):
    def holds(row):
        found = True
        for part in parts:
            value = part(row)
            if value is False:
                return False
            found = found and value
        return found
    return parts[0] if len(parts) == 1 else holds


def disjunction(parts):
    def holds(row):
        found = False
        for part in parts:
            value = part(row)
            if value is True:
                return True
            found = None if value is None else found
        return found
    return holds


def compare(table, field, operator, operand):
    """One operator on one column."""
    name = field["name"]
    if operator == "isNull":
        return lambda row: (row.values[name] is None) == operand
    if operator == "isEmpty":
        return unless_null(name, lambda value: (value == []) == operand)
    if kind(field) == "text" and operator in TEXT:
        return unless_null(name, lambda value: TEXT[operator](value, operand))
    numbers = true_numbers(table, field, operator, operand)
    return lambda row: None if row.values[name] is None else row.number in numbers


def unless_null(name, test):
    return lambda row: None if row.values[name] is None else test(row.values[name])


def true_numbers(table, field, operator, operand):
    """The rows of which PostgreSQL says so."""
    memo = (field["column"], operator, json.dumps(operand))
    if memo not in table.truths:
        if len(table.truths) > 500:
            table.truths.clear()
        form = FORMS[kind(field)].get(operator) or FORMS["any"][operator]
        type_ = sql.Identifier(*field["postgres"])
        casts = ["%(value)s::text::{}", "%(value)s::text[]::{}[]", "%(value)s::text", "%(value)s::text[]"]
        condition = sql.SQL(form.replace("%", "%%")).format(
            sql.Identifier(field["column"]), *(sql.SQL(cast).format(type_) for cast in casts))
        is_text = "{3}" in form or "{4}" in form
        if isinstance(operand, list) and ("{2}" in form or "{4}" in form):
            value = [text(table, field, part, is_text) for part in operand]
        else:
            value = text(table, field, operand, is_text)
        table.truths[memo] = table.numbers_where(condition, {"value": value})
    return table.truths[memo]


def text(table, field, value, is_text):
    """An operand as PostgreSQL reads it."""
    if field.get("enum"):
        return table.data.labels[field["type"]][value]
    if isinstance(value, str) and (is_text or field["type"] != "JSON"):
        return value
    return json.dumps(value)
