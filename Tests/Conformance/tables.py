"""Rows as a naive reader sees them: read from the base tables, joined and ordered one by one.

Taken from us are names only: which table, column and foreign key is behind a field (the installed model). In which order
values stand says PostgreSQL, column by column.
"""
import json
import re

import psycopg
from psycopg import sql

from columns import NUMBER, Column, Unjudgeable
from sets import Sets

ARGUMENTS = {"where", "orderBy", "limit", "offset", "first", "after", "last", "before", "nodeId", "distinctOn", "distinct"}


class Opaque(str):
    """A text that only the server knows, a cursor or a global id: its name here. `about` says what it stands for."""
    about = None


class Row:
    def __init__(self, table, number, values, texts):
        self.table, self.number, self.values, self.texts = table, number, values, texts

    @property
    def node_id(self):
        name = Opaque(f"node {self.table.name} {json.dumps([self.texts[column] for column in self.table.key])}")
        name.about = self
        return name


class Table:
    """A relation of the database with all its rows, as clients see their values."""

    def __init__(self, data, entity):
        self.data, self.entity, self.name = data, entity, entity["type"]
        # A copy: what tells its rows apart is their number.
        self.copy = sql.Identifier(f"oracle {self.name}")
        computed = [sql.SQL(", {}(s) as {}").format(sql.Identifier(*field["function"]["name"]), sql.Identifier(field["column"]))
                    for field in entity["fields"] if "function" in field]
        data.connection.execute(sql.SQL("create temporary table {} as select pg_catalog.row_number() over () as {}, s.*{} from {} as s")
                                .format(self.copy, NUMBER, sql.SQL("").join(computed), sql.Identifier(*entity["relation"])))
        data.connection.execute(sql.SQL("alter table {} add primary key ({})").format(self.copy, NUMBER))
        self.relations = {relation["name"]: relation for relation in entity["relations"]}
        self.columns = {field["column"]: Column(data, field["column"], self.copy, sql.Identifier(field["column"]), field)
                        for field in entity["fields"]}
        primary = next((key["columns"] for key in entity["keys"] if key.get("primary")), None)
        self.key = primary
        nullable = {field["column"] for field in entity["fields"] if field.get("nullable")}
        unique = [key["columns"] for key in entity["keys"]]
        strict = [columns for columns in unique if not nullable & set(columns)]
        # docs/naming.md: by the primary key; without one by a unique key.
        self.page_key = primary or next(iter(strict), None) or next(iter(unique), None)
        self.is_total = bool(primary or strict)
        # In which order a view collects rows into JSON is nowhere said.
        self.fields = {field["name"]: field for field in entity["fields"] if self.is_total or field["type"] != "JSON"}
        self.indexes, self.values, self.sets = {}, {}, {}
        numbers = next(iter(self.columns.values())).cells
        self.rows = [Row(self, number, {name: self.column(name).values[number] for name in self.fields},
                         {name: column.texts[number] for name, column in self.columns.items()}) for number in sorted(numbers)]

    def column(self, name):
        return self.columns[self.fields[name]["column"]]

    def field(self, column):
        return self.columns[column].field

    def given(self, name):
        """Values of a field, a few hundred at most, to ask for."""
        if name not in self.values:
            values = [row.values[name] for row in self.rows[::max(1, len(self.rows) // 300)]]
            self.values[name] = [value for value in values if value is not None]
        return self.values[name]

    def related(self, relation, row):
        """The rows that a relation leads to, in no order; across a junction each once."""
        if through := relation.get("through"):
            junction, target = self.data.tables[through["entity"]], self.data.tables[relation["target"]]
            found = {other.number: other for link in junction.equal(through["outer"], row)
                     for other in target.equal(through["inner"], link)}
            return list(found.values())
        return self.data.tables[relation["target"]].equal(relation["columns"], row)

    def equal(self, columns, row):
        """The rows of this table whose columns have another row's values: pairs of its column and ours."""
        there, here = zip(*columns)
        return self.having(here, tuple(row.texts[column] for column in there))

    def having(self, columns, texts):
        """The rows whose columns have these values, as PostgreSQL prints them."""
        index = self.indexes.get(columns)
        if index is None:
            index = self.indexes[columns] = {}
            for row in self.rows:
                index.setdefault(tuple(row.texts[column] for column in columns), []).append(row)
        return [] if None in texts else index.get(texts, [])

    def aggregated(self, name):
        """The relation below `ordersAggregate`, or None."""
        relation = self.relations.get(name.removesuffix("Aggregate"))
        return relation if relation and name.endswith("Aggregate") and relation["kind"] != "to-one" else None

    def related_sets(self, relation):
        """The rows that a to-many relation leads to, of each row of this table."""
        if relation["name"] not in self.sets:
            self.sets[relation["name"]] = Sets(self.data.tables[relation["target"]], {
                row.number: [other.number for other in self.related(relation, row)] for row in self.rows})
        return self.sets[relation["name"]]

    # Orders

    def rank(self, name, query, language=None):
        """How well each row satisfies a search."""
        by = "%(language)s::regconfig, " if language else ""
        return self.column(name).derived(f"pg_catalog.ts_rank({{0}}, pg_catalog.websearch_to_tsquery({by}%(query)s))",
                                         "Float", "float4", query=query, language=language)

    def order(self, order_by, where=None, is_total=True):
        """The terms of an order, made total: each a way over to-one relations to a column, and a direction. What is searched for
        in the filter of the same rows ranks them."""
        terms, note = [], self.data.note
        for term in order_by or []:
            way, table = [], self
            while True:
                (name, value), = term.items()
                if name in table.fields and isinstance(value, dict):
                    note("order by rank")
                    terms.append(Term(way, table, table.rank(name, **where[name]["search"]), value["rank"]))
                    break
                if name in table.fields:
                    note(f"order {value}", *(["order by a computed field"] if "function" in table.fields[name] else []))
                    terms.append(Term(way, table, table.column(name), value))
                    break
                if relation := table.aggregated(name):
                    note("order by an aggregate")
                    terms.append(Term(way, table, *table.related_sets(relation).ordered(value)))
                    break
                relation = table.relations[name]
                note("order by a to-one relation")
                way, table, term = way + [relation], self.data.tables[relation["target"]], value
        direction = terms[-1].direction if terms else "ASC"
        ordered = {term.column.label for term in terms if not term.way}
        for column in (self.page_key or []) if is_total else []:
            if column not in ordered:
                terms.append(Term([], self, self.columns[column], direction.split("_")[0]))
        return terms


class Term:
    def __init__(self, way, table, column, direction):
        self.way, self.column, self.direction = way, column, direction
        self.descends = direction.startswith("DESC")
        # Without more words, nulls are larger than all values.
        self.nulls_last = direction.endswith("LAST") or direction == "ASC"
        self.name = [[relation["name"] for relation in way], column.label, self.descends, self.nulls_last]

    def value(self, row):
        for relation in self.way:
            rows = row.table.related(relation, row)
            if not rows:
                return None
            row = rows[0]
        return self.column.ranks.get(row.number)

    def key(self, row):
        """What is less for a row that comes earlier."""
        value = self.value(row)
        if value is None:
            return (1 if self.nulls_last else -1, 0)
        return (0, -value if self.descends else value)


def in_order(rows, terms):
    return sorted(rows, key=lambda row: [term.key(row) for term in terms])


class Data:
    """All tables of a model, over a connection of their own."""

    def __init__(self, url, model, types):
        self.connection = psycopg.connect(
            url, autocommit=True, application_name="oracle",
            options="-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601 -c extra_float_digits=1 -c log_statement=none")
        # Which PostgreSQL types are strings in JSON, the scalar of each, and their numbers.
        self.strings = {match[1] for line in open(types, encoding="utf-8")
                        if (match := re.match(r"\| `(\w+)` \| `\w+` \| string \|", line))}
        self.scalars = {}
        # And the operators that each has.
        self.groups = {}
        for match in re.finditer(r"^\| `(\w+)` \| `(\w+)` \| \w+ \| (\w+) \|", open(types, encoding="utf-8").read(), re.MULTILINE):
            self.scalars.setdefault(match[1], match[2])
            self.groups[match[1]] = match[3]
        # What a request was judged by.
        self.noted = set()
        self.types = dict(self.connection.execute("select oid, typname from pg_catalog.pg_type").fetchall())
        self.limits = model["limits"]
        # Of each enum, the names that clients see and the labels that the database has.
        self.labels = {enum["name"]: dict(enum["values"]) for enum in model["enumerations"]}
        self.names = {enum: {label: name for name, label in labels.items()} for enum, labels in self.labels.items()}
        self.tables = {}
        for entity in model["entities"]:
            self.tables[entity["type"]] = Table(self, entity)

    def note(self, *features):
        self.noted.update(features)

    def operators(self, field):
        """The group of operators of a field (docs/graphql-api.md)."""
        if field.get("array"):
            return "Lists"
        return "comparison" if field.get("enum") else self.groups.get(field["postgres"][1], "nullOnly")

    def shown(self, field, made, text, texts):
        """A value as a client sees it (docs/graphql-api.md), from to_json of it and its texts."""
        if made is None:
            return None
        if field.get("enum"):
            names = self.names[field["type"]]
            return [value and names[value] for value in texts] if field.get("array") else names[text]
        is_text = field["postgres"][1] in self.strings or field["type"] == "TextForm"
        if field.get("array"):
            # Only of numbers do the two differ.
            return [value if isinstance(value, str) or not is_text else other
                    for value, other in zip(json.loads(made), texts, strict=True)]
        value = json.loads(made)
        return text if is_text and not isinstance(value, str) else value
