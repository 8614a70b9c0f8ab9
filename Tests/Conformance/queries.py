"""Requests whose answers can be told: values from the rows that are there, sizes that both sides can bear."""
import random
import re

from graphql import get_named_type

from documents import Documents, Name, Samples
from filters import FORMS, is_known, kind
from tables import ARGUMENTS


def names(value):
    """An order as it was given, its directions as enum values again."""
    if isinstance(value, dict):
        return {key: names(member) for key, member in value.items()}
    return [names(part) for part in value] if isinstance(value, list) else Name(value)


def filter_kinds(oracle):
    """Of each type of filters on columns, what its operators mean."""
    found = {}
    for table in oracle.data.tables.values():
        members = oracle.schema.type_map[table.name + "Filter"].fields
        found |= {members[name].type.name: kind(field) for name, field in table.fields.items() if name in members}
    return found


class Rows(Samples):
    """Values for `Documents` from the oracle's tables, and cursors and ids from earlier answers."""

    def __init__(self, oracle, chooser):
        super().__init__(chooser)
        self.oracle = oracle
        self.tables = oracle.data.tables
        self.unknown = set(oracle.unknown)
        self.cursors, self.ids = {}, []
        self.likely = None
        self.kinds = filter_kinds(oracle)
        self.lookups = {key["field"]: (table, key["columns"]) for table in self.tables.values()
                        for key in table.entity["keys"]}

    def suits(self, parent, name):
        """What the oracle knows the meaning of."""
        if "." in parent:
            return name in ARGUMENTS
        entity = parent.removesuffix("ToManyFilter").removesuffix("Filter").removesuffix("OrderBy")
        if parent.endswith("ToManyFilter") and entity in self.tables:
            return name in ("some", "every", "none")
        if parent.endswith("Filter") and entity not in self.tables:
            return is_known(self.kinds.get(parent, "any"), name)
        if parent.endswith(("Filter", "OrderBy")):
            table = self.tables[entity]
            return name in table.fields or name in table.relations or name in ("and", "or", "not")
        if parent == "Query" and name == "node":
            return bool(self.ids)
        return f"{parent}.{name}" not in self.unknown

    def possible(self, types):
        likely = [type_ for type_ in types if type_.name == self.likely]
        return likely + self.chooser.sample(types, self.chooser.randint(0, 1))

    # Arguments

    def arguments(self, maker, parent, name, field):
        if "nodeId" in field.args:
            text, self.likely = self.chooser.choice(self.ids)
            return {"nodeId": text}
        if parent == "Query" and name in self.lookups:
            return self.key_of_a_row(*self.lookups[name])
        if "first" in field.args:
            return self.page_arguments(maker, parent, name, field)
        if "limit" in field.args:
            return self.list_arguments(maker, parent, name, field)
        return None

    def key_of_a_row(self, table, columns):
        fields = [table.field(column)["name"] for column in columns]
        rows = [row for row in table.rows if all(row.values[name] is not None for name in fields)]
        if not rows:
            return {name: self.scalar(table.fields[name]["type"], []) for name in fields}
        # Now and then the parts of two rows: most often nobody's key.
        pick = self.chooser.choice(rows)
        other = self.chooser.choice(rows) if self.chooser.random() < 0.1 else pick
        return {name: (pick if at == 0 else other).values[name] for at, name in enumerate(fields)}

    def where(self, maker, parent, name, field, chance):
        if self.chooser.random() < chance:
            return {"where": maker.value(field.args["where"].type, [(f"{parent}.{name}", "where")])}
        return {}

    def list_arguments(self, maker, parent, name, field):
        given = self.where(maker, parent, name, field, 0.55)
        table = self.tables[get_named_type(field.type).name]
        if not table.is_total:
            return given | {"limit": self.oracle.data.limits["maximumPageSize"]}
        if self.chooser.random() < 0.6:
            given["orderBy"] = maker.value(field.args["orderBy"].type, [(f"{parent}.{name}", "orderBy")])
        # Without one the default counts: 50 rows, which below one another soon are many.
        if parent != "Query" or self.chooser.random() < 0.9:
            given["limit"] = self.chooser.choice([0, 1, 2, 3, 5, 20] if parent == "Query" else [1, 2, 3, 4])
        if self.chooser.random() < 0.3:
            given["offset"] = self.chooser.choice([0, 1, 2, 5, 40])
        return given

    def page_arguments(self, maker, parent, name, field):
        given = self.where(maker, parent, name, field, 0.4)
        entity = get_named_type(field.type).name.removesuffix("Connection")
        known = self.cursors.get(entity, {})
        if known and self.chooser.random() < 0.6:
            order_by, cursors = self.chooser.choice(list(known.values()))
            if order_by is not None:
                given["orderBy"] = names(order_by)
            for end in self.chooser.choice([["after"], ["after"], ["before"], ["after", "before"]]):
                given[end] = self.chooser.choice(cursors)
        elif self.chooser.random() < 0.6:
            given["orderBy"] = maker.value(field.args["orderBy"].type, [(f"{parent}.{name}", "orderBy")])
        if self.chooser.random() < 0.95 or parent != "Query":
            given[self.chooser.choice(["first", "first", "last"])] = self.chooser.choice([0, 1, 2, 3, 7] if parent == "Query" else [1, 2, 3])
        return given

    # Values

    def scalar(self, name, path):
        field = self.filtered(path)
        if name == "Boolean":
            return self.chooser.random() < 0.5
        if not field:
            return super().scalar(name, path)
        table, column, operator = field
        values = table.given(column)
        if not values:
            return self.chooser.choice([0, 1, 20]) if name == "Int" else super().scalar(name, path)
        value = self.chooser.choice(values)
        if table.fields[column].get("array"):
            value = self.chooser.choice(value) if value else super().scalar(name, path)
        if name == "JSON":
            return value if is_literal(value) else []
        if not isinstance(value, str):
            return "a" if name == "String" else value
        if kind(table.fields[column]) == "text" and operator not in FORMS["any"]:
            return self.part(value, operator)
        return value

    def filtered(self, path):
        """The table, field and operator of a value in a filter."""
        for (filter_, name), (_, operator) in zip(path, path[1:]):
            table = self.tables.get(filter_.removesuffix("Filter"))
            if table and name in table.fields:
                return table, name, operator
        return None

    def part(self, value, operator):
        """A piece of a text, for the operators that look for one; in patterns a character may give way to a wildcard."""
        ignores_case = operator.removeprefix("n").startswith("i")
        operator = operator.removeprefix("n").removeprefix("i")
        start = 0 if operator == "startsWith" else self.chooser.randrange(len(value) + 1)
        end = len(value) if operator == "endsWith" else self.chooser.randint(start, len(value))
        piece = value[start:end]
        if ignores_case and self.chooser.random() < 0.5:
            piece = piece.swapcase()
        if operator in ("like", "regex"):
            wild = "_" if operator == "like" else "."
            characters = [re.sub(r"([^\w ])", r"\\\1", character) for character in piece]
            if characters and self.chooser.random() < 0.5:
                characters[self.chooser.randrange(len(characters))] = wild
            piece = "".join(characters)
            if operator == "like":
                piece = f"%{piece}%"
        return piece


def is_literal(value):
    """Whether a JSON value can be written into a document: its keys are names."""
    if isinstance(value, dict):
        return all(re.fullmatch(r"[A-Za-z_]\w*", key) and is_literal(member) for key, member in value.items())
    return all(map(is_literal, value)) if isinstance(value, list) else value is not None


def requests(oracle, count, seed):
    """One after the other, so that each can use what the answers before it have taught: (request, the samples)."""
    chooser = random.Random(seed)
    samples = Rows(oracle, chooser)
    maker = Documents(oracle.schema, chooser, samples, depth=3, roots=2)
    for _ in range(count):
        samples.likely = None
        yield maker.make(), samples


def learn(samples, name, text):
    """Keeps an id or a cursor that an answer held, for later requests."""
    if name.startswith("node "):
        if len(samples.ids) < 3000:
            samples.ids.append((text, name.about.table.name))
    else:
        row, order_by = name.about
        known = samples.cursors.setdefault(row.table.name, {})
        if str(order_by) in known or len(known) < 100:
            _, cursors = known.setdefault(str(order_by), (order_by, []))
            if len(cursors) < 50:
                cursors.append(text)
