"""Filters, read naively: what they are for a row is True, False or None (unknown), as in SQL.

What two values are to each other (equal, less, like) says PostgreSQL, of all rows of a table at once; the rest is said here.
"""
import json

from psycopg import sql

COMPARISON = {"eq": "=", "neq": "<>", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
# What an operator asks PostgreSQL, by the kind of the column: its manual's chapter on functions and operators. `{0}` is the
# column, `{1}` the operand as a value of its type, `{2}` as a list of them, `{3}` as text and `{4}` as texts, `{5}` the schema
# of the type.
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
    "search": {},
    "tree": {"ancestorOf": "{0} @> {1}", "descendantOf": "{0} <@ {1}", "matches": "{0} ~ {3}::{5}.lquery",
             "matchesAny": "{0} ? {4}::{5}.lquery[]", "matchesText": "{0} @ {3}::{5}.ltxtquery"},
    "list": {"eq": "{0} = {2}", "neq": "{0} <> {2}", "has": "{1} = any ({0})", "hasAny": "{0} && {2}", "hasAll": "{0} @> {2}",
             "containedBy": "{0} <@ {2}"},
}
# What is so or not, as the operand says.
TRUTHS = {
    "any": {"isNaN": "{0} = 'NaN'", "isFinite": "{0} not in ('NaN', 'Infinity', '-Infinity')"},
    "range": {"isEmpty": "pg_catalog.isempty({0})"},
    "list": {"isEmpty": "pg_catalog.cardinality({0}) = 0"},
    "network": {
        "isIPv4": "pg_catalog.family({0}) = 4", "isIPv6": "pg_catalog.family({0}) = 6",
        "isPrivate": "{0} <<= any (array['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']::inet[])",
        "isLoopback": "{0} <<= any (array['127.0.0.0/8', '::1']::inet[])",
        "isLinkLocal": "{0} <<= any (array['169.254.0.0/16', 'fe80::/10']::inet[])",
        "isMulticast": "{0} <<= any (array['224.0.0.0/4', 'ff00::/8']::inet[])",
    },
}
# What a path of JSON leads to, by the member of its filter: the value there as PostgreSQL has it, and its types.
PATHS = {
    "value": ("{0}", "JSON", "jsonb"), "type": ("pg_catalog.jsonb_typeof({0})", "String", "text"),
    "string": ("case pg_catalog.jsonb_typeof({0}) when 'string' then {0} #>> '{{}}' end", "String", "text"),
    "number": ("case pg_catalog.jsonb_typeof({0}) when 'number' then ({0} #>> '{{}}')::numeric end", "Decimal", "numeric"),
    "boolean": ("case pg_catalog.jsonb_typeof({0}) when 'boolean' then ({0} #>> '{{}}')::bool end", "Boolean", "bool"),
}
# What a range is of, by the end of its type's name.
BOUNDS = {"int4": "int4", "int8": "int8", "num": "numeric", "date": "date", "ts": "timestamp", "tstz": "timestamptz"}
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
    if field["type"] == "LTree":
        return "tree"
    if field["type"].endswith(("Range", "Multirange")):
        return "range"
    return {"String": "text", "JSON": "json", "Inet": "network", "Cidr": "network", "TSVector": "search"}.get(field["type"], "any")


def is_known(kind_, operator):
    return operator == "isNull" or operator in FORMS[kind_] or operator in TRUTHS.get(kind_, ()) \
        or (kind_ == "text" and operator in TEXT) or (kind_ != "list" and operator in FORMS["any"]) \
        or (kind_, operator) in (("json", "path"), ("list", "length"), ("range", "containsValue"), ("search", "search"))


class Filters:
    """The filters of one request: each is made once, and asked once of each row."""

    def __init__(self, data):
        self.data, self.made = data, {}

    def predicate(self, table, where):
        if (memo := (json.dumps(where), table.name)) not in self.made:
            self.made[memo] = remember(conjunction([self.member(table, name, value) for name, value in where.items()]))
        return self.made[memo]

    def member(self, table, name, value):
        if name in ("and", "or", "not"):
            self.data.note(f"filter by {name}")
        if name == "not":
            inner = self.predicate(table, value)
            return lambda row: None if inner(row) is None else not inner(row)
        if name in ("and", "or"):
            parts = [self.predicate(table, part) for part in value]
            return conjunction(parts) if name == "and" else disjunction(parts)
        if name in table.fields:
            if "function" in table.fields[name]:
                self.data.note("filter by a computed field")
            return conditions(table.column(name), value)
        if relation := table.aggregated(name):
            self.data.note("filter by an aggregate")
            # What is asked about other rows holds or does not, even where what they come to is unknown.
            holds = self.aggregated(table.related_sets(relation), value)
            return lambda row: holds(row) is True
        relation = table.relations[name]
        target = self.data.tables[relation["target"]]
        if relation["kind"] == "to-one":
            self.data.note("filter by a to-one relation")
            return self.quantified(table, relation, "some", self.predicate(target, value))
        self.data.note(*(f"filter by {quantifier}" for quantifier in value))
        return conjunction([self.quantified(table, relation, quantifier, self.predicate(target, filter_))
                            for quantifier, filter_ in value.items()])

    @staticmethod
    def aggregated(sets, where):
        """What sets of rows come to: of a relation's rows, or of groups."""
        parts = []
        for name, value in where.items():
            if name == "count":
                parts.append(conditions(sets.column("count"), value))
            else:
                parts += [conditions(sets.column(function, name), operators) for function, operators in value.items()]
        return conjunction(parts)

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


def conditions(column, operators):
    group = column.data.operators(column.field)
    return conjunction([watched(column.data, f"{group} {operator}", compare(column, operator, operand))
                        for operator, operand in operators.items()])


def watched(data, name, holds):
    """Notes an operator once it has told two rows apart."""
    found = set()

    def watching(row):
        value = holds(row)
        if len(found) < 2 and (value is True) not in found:
            found.add(value is True)
            if len(found) == 2:
                data.note(name)
        return value
    return watching


def compare(column, operator, operand):
    """One operator on one column."""
    kind_ = kind(column.field)
    if operator == "isNull":
        return lambda row: (column.texts.get(row.number) is None) == operand
    if operator == "path":
        return path(column, **operand)
    if operator == "length":
        return conditions(column.derived("pg_catalog.cardinality({0})", "Int", "int4"), operand)
    if form := TRUTHS.get(kind_, {}).get(operator):
        numbers = true_numbers(column, form, operator, None)
        return unless_null(column, lambda number: (number in numbers) == operand)
    if kind_ == "text" and operator in TEXT:
        same = str.lower if ignores_case(column) else str
        return unless_null(column, lambda number: TEXT[operator](same(column.values[number]), same(operand)))
    if operator == "containsValue":
        bound = BOUNDS[column.field["postgres"][1].removesuffix("multirange").removesuffix("range")]
        form = f"{{0}} @> %(value)s::text::{bound}"
    elif operator == "search":
        language = "%(language)s::regconfig, " if "language" in operand else ""
        form = f"{{0}} @@ pg_catalog.websearch_to_tsquery({language}%(query)s)"
    else:
        form = (FORMS[kind_].get(operator) or FORMS["any"][operator]).replace("%", "%%")
    numbers = true_numbers(column, form, operator, operand)
    return unless_null(column, lambda number: number in numbers)


def ignores_case(column):
    """Whether its operators do, those with which patterns are compared as well (PostgreSQL manual, citext)."""
    return column.field["postgres"][1] == "citext"


def unless_null(column, test):
    return lambda row: None if column.texts.get(row.number) is None else test(row.number)


def path(column, at, **members):
    """The value at a path of JSON, and what holds of it."""
    name = f"at{len(column.parameters)}"
    value = column.derived(f"{{0}} #> %({name})s::text[]", "JSON", "jsonb", **{name: at})
    return conjunction([watched(column.data, f"Paths of JSON {member}", conditions(value.derived(*PATHS[member]), operators))
                        for member, operators in members.items()])


def true_numbers(column, form, operator, operand):
    """The rows of which PostgreSQL says so."""
    memo = (operator, json.dumps(operand))
    if memo not in column.truths:
        if len(column.truths) > 500:
            column.truths.clear()
        type_ = sql.Identifier(*column.field["postgres"])
        casts = ["%(value)s::text::{}", "%(value)s::text[]::{}[]"]
        casts += casts if ignores_case(column) else ["%(value)s::text", "%(value)s::text[]"]
        condition = sql.SQL(form).format(sql.Identifier("value"), *(sql.SQL(cast).format(type_) for cast in casts),
                                         sql.Identifier(column.field["postgres"][0]))
        is_text = "{3}" in form or "{4}" in form or operator == "containsValue"
        if operator == "search":
            values = operand
        elif isinstance(operand, list) and ("{2}" in form or "{4}" in form):
            values = {"value": [text(column, part, is_text) for part in operand]}
        else:
            values = {"value": text(column, operand, is_text)}
        column.truths[memo] = column.where(condition, values)
    return column.truths[memo]


def text(column, value, is_text):
    """What an operator compares with, as PostgreSQL reads it."""
    return value if is_text and isinstance(value, str) else operand(column.data, column.field, value)


def operand(data, field, value):
    """A value of a field's type, as PostgreSQL reads it."""
    if value is None and field["type"] != "JSON":
        return None
    if field.get("enum"):
        return data.labels[field["type"]][value]
    return value if isinstance(value, str) and field["type"] != "JSON" else json.dumps(value)
