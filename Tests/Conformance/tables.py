"""Rows as a naive reader sees them: read from the base tables, joined and ordered one by one.

Taken from us are names only: which table, column and foreign key is behind a field (the installed model). In which order
values stand says PostgreSQL, column by column.
"""
import json
import re

import psycopg
from psycopg import sql

ARGUMENTS = {"where", "orderBy", "limit", "offset", "first", "after", "last", "before", "nodeId"}


class Unjudgeable(Exception):
    """More than one answer would be right."""


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
        self.relation = sql.Identifier(*entity["relation"])
        self.fields = {field["name"]: field for field in entity["fields"]}
        self.columns = [field["column"] for field in entity["fields"]]
        self.relations = {relation["name"]: relation for relation in entity["relations"]}
        primary = next((key["columns"] for key in entity["keys"] if key.get("primary")), None)
        self.key = primary
        nullable = {field["column"] for field in entity["fields"] if field.get("nullable")}
        unique = [key["columns"] for key in entity["keys"]]
        strict = [columns for columns in unique if not nullable & set(columns)]
        # docs/naming.md: by the primary key; without one by a unique key.
        self.page_key = primary or next(iter(strict), None) or next(iter(unique), None)
        self.is_total = bool(primary or strict)
        self.ranks, self.truths, self.indexes, self.values = {}, {}, {}, {}
        self.rows = self.read()
        # Rows without a key are told apart by all their values.
        self.identity = primary or self.columns
        self.numbers = {}
        for row in self.rows:
            self.numbers.setdefault(tuple(row.texts[column] for column in self.identity), []).append(row.number)

    def read(self):
        parts = [part for column in self.columns for part in (
            sql.SQL("pg_catalog.to_json({})::text").format(sql.Identifier(column)),
            sql.SQL("{}::text").format(sql.Identifier(column)),
            sql.SQL("{}::text[]").format(sql.Identifier(column))
            if self.field(column).get("array") else sql.SQL("null"))]
        rows = []
        for number, cells in enumerate(self.query(sql.SQL("select {} from {}").format(sql.SQL(", ").join(parts), self.relation))):
            values, texts = {}, {}
            for at, column in enumerate(self.columns):
                made, text, texts_of_array = cells[3 * at:3 * at + 3]
                field = self.field(column)
                values[field["name"]] = self.data.shown(field, made, text, texts_of_array)
                texts[column] = text
            rows.append(Row(self, number, values, texts))
        return rows

    def query(self, statement, parameters=()):
        return self.data.connection.execute(statement, parameters).fetchall()

    def field(self, column):
        return next(field for field in self.entity["fields"] if field["column"] == column)

    def given(self, name):
        """Values of a field, a few hundred at most, to ask for."""
        if name not in self.values:
            values = [row.values[name] for row in self.rows[::max(1, len(self.rows) // 300)]]
            self.values[name] = [value for value in values if value is not None]
        return self.values[name]

    def numbers_where(self, condition, parameters):
        keys = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(column)) for column in self.identity)
        found = set()
        for key in self.query(sql.SQL("select {} from {} where {}").format(keys, self.relation, condition), parameters):
            found.update(self.numbers[key])
        return found

    def rank(self, column):
        """Of each row, the place of its value among all; None where it has none."""
        if column not in self.ranks:
            keys = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(name)) for name in self.identity)
            statement = sql.SQL("select {1}, pg_catalog.dense_rank() over (order by {0}) from {2} where {0} is not null")
            ranks = [None] * len(self.rows)
            for *key, rank in self.query(statement.format(sql.Identifier(column), keys, self.relation)):
                for number in self.numbers[tuple(key)]:
                    ranks[number] = rank
            self.ranks[column] = ranks
        return self.ranks[column]

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
        index = self.indexes.get(here)
        if index is None:
            index = self.indexes[here] = {}
            for other in self.rows:
                index.setdefault(tuple(other.texts[column] for column in here), []).append(other)
        wanted = tuple(row.texts[column] for column in there)
        return [] if None in wanted else index.get(wanted, [])

    # Orders

    def order(self, order_by):
        """The terms of an order, made total: each a way over to-one relations to a column, and a direction."""
        terms = []
        for term in order_by or []:
            way, table = [], self
            while True:
                (name, value), = term.items()
                if name in table.fields:
                    break
                relation = table.relations[name]
                way, table, term = way + [relation], self.data.tables[relation["target"]], value
            terms.append(Term(self, way, table, table.fields[name]["column"], value))
        direction = terms[-1].direction if terms else "ASC"
        ordered = {term.column for term in terms if not term.way}
        for column in self.page_key or []:
            if column not in ordered:
                terms.append(Term(self, [], self, column, direction.split("_")[0]))
        return terms

    def sorted(self, rows, terms):
        return sorted(rows, key=lambda row: [term.key(row) for term in terms])


class Term:
    def __init__(self, start, way, table, column, direction):
        self.start, self.way, self.table, self.column, self.direction = start, way, table, column, direction
        self.descends = direction.startswith("DESC")
        # Without more words, nulls are larger than all values.
        self.nulls_last = direction.endswith("LAST") or direction == "ASC"
        self.name = [[relation["name"] for relation in way], column, self.descends, self.nulls_last]
        self.ranks = table.rank(column)

    def value(self, row):
        table = self.start
        for relation in self.way:
            rows = table.related(relation, row)
            if not rows:
                return None
            row, table = rows[0], row.table.data.tables[relation["target"]]
        return self.ranks[row.number]

    def key(self, row):
        """What is less for a row that comes earlier."""
        value = self.value(row)
        if value is None:
            return (1 if self.nulls_last else -1, 0)
        return (0, -value if self.descends else value)


class Data:
    """All tables of a model, over a connection of their own."""

    def __init__(self, url, model, types):
        self.connection = psycopg.connect(
            url, autocommit=True, application_name="oracle",
            options="-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601 -c extra_float_digits=1 -c log_statement=none")
        # Which PostgreSQL types are strings in JSON.
        self.strings = {match[1] for line in open(types, encoding="utf-8")
                        if (match := re.match(r"\| `(\w+)` \| `\w+` \| string \|", line))}
        self.limits = model["limits"]
        # Of each enum, the names that clients see and the labels that the database has.
        self.labels = {enum["name"]: dict(enum["values"]) for enum in model["enumerations"]}
        self.names = {enum: {label: name for name, label in labels.items()} for enum, labels in self.labels.items()}
        self.tables = {}
        for entity in model["entities"]:
            self.tables[entity["type"]] = Table(self, entity)

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
