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
        self.likely = self.leaf = None
        self.group_by = []
        self.kinds = filter_kinds(oracle)
        self.lookups = {key["field"]: (table, key["columns"]) for table in self.tables.values()
                        for key in table.entity["keys"]}

    def suits(self, parent, name):
        """What the oracle knows the meaning of."""
        if "." in parent:
            owner, _, field = parent.partition(".")
            filtered = name == "where" and self.oracle.schema.type_map[owner].fields[field].args["where"].type.name
            # A view of which no field is judged cannot be filtered.
            table = self.tables.get(filtered.removesuffix("Filter")) if filtered else None
            return name in ARGUMENTS and (not table or bool(table.fields or table.relations))
        if parent.startswith("FloatAggregate") and parent != "FloatAggregate":
            # What floats come to differs in its last digits, and with it what is more than what.
            return name in ("min", "max")
        if parent.endswith("GroupKey"):
            return name in self.group_by
        if parent.endswith("GroupOrderBy"):
            return name == "aggregate" or name in self.group_by
        if parent.endswith(("AggregateFilter", "AggregateOrderBy")) or parent in ("TextSearch", "JSONPathFilter"):
            return True
        entity = parent.removesuffix("ToManyFilter").removesuffix("Filter").removesuffix("OrderBy")
        if parent.endswith("ToManyFilter") and entity in self.tables:
            return name in ("some", "every", "none")
        if parent.endswith("Filter") and entity not in self.tables:
            return is_known(self.kinds.get(parent, "text" if parent == "StringFilter" else "any"), name)
        if parent.endswith(("Filter", "OrderBy")):
            table = self.tables[entity]
            if parent.endswith("OrderBy") and name in table.fields and table.fields[name]["type"] == "TSVector":
                # The rank of a search: list_arguments has both.
                return False
            return name in table.fields or name in table.relations or name in ("and", "or", "not") or bool(table.aggregated(name))
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
        if "groupBy" in field.args:
            return self.group_arguments(maker, parent, name, field)
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
        if self.suits(f"{parent}.{name}", "where") and self.chooser.random() < chance:
            return {"where": maker.value(field.args["where"].type, [(f"{parent}.{name}", "where")])}
        return {}

    def list_arguments(self, maker, parent, name, field):
        table = self.tables[get_named_type(field.type).name]
        searched = [column for column, field_ in table.fields.items() if field_["type"] == "TSVector"]
        if searched and table.is_total and self.chooser.random() < 0.4:
            given = self.ranked(maker, f"{parent}.{name}", table, self.chooser.choice(searched))
        else:
            given = self.where(maker, parent, name, field, 0.55)
            if not table.is_total:
                return given | {"limit": self.oracle.data.limits["maximumPageSize"]}
            given |= self.list_order(maker, parent, name, field)
        # Without one the default counts: 50 rows, which below one another soon are many.
        if parent != "Query" or self.chooser.random() < 0.9:
            given["limit"] = self.chooser.choice([0, 1, 2, 3, 5, 20] if parent == "Query" else [1, 2, 3, 4])
        if self.chooser.random() < 0.3:
            given["offset"] = self.chooser.choice([0, 1, 2, 5, 40])
        return given

    def ranked(self, maker, place, table, column):
        """Rows that are found by a search, in the order of their rank."""
        path = [(place, "where"), (table.name + "Filter", column), ("TSVectorFilter", "search")]
        return {"where": {column: {"search": maker.value(self.oracle.schema.type_map["TextSearch"], path)}},
                "orderBy": [{column: {"rank": self.direction()}}]}

    def list_order(self, maker, parent, name, field):
        given, begin = {}, []
        if self.chooser.random() < 0.15:
            # The first row of each combination: an order begins with its columns.
            columns = list(get_named_type(field.args["distinctOn"].type).values)
            columns = self.chooser.sample(columns, min(len(columns), self.chooser.choice([1, 1, 2])))
            given["distinctOn"] = [Name(column) for column in columns]
            begin = [{column: self.direction()} for column in self.chooser.sample(columns, len(columns))]
        if self.chooser.random() < 0.6:
            terms = maker.value(field.args["orderBy"].type, [(f"{parent}.{name}", "orderBy")])
            given["orderBy"] = begin + (terms if isinstance(terms, list) else [terms]) if begin else terms
        return given

    def direction(self):
        return Name(self.chooser.choice(list(self.oracle.schema.type_map["OrderDirection"].values)))

    def group_arguments(self, maker, parent, name, field):
        given = self.where(maker, parent, name, field, 0.4)
        element = get_named_type(field.args["groupBy"].type).fields
        table = self.tables[get_named_type(field.type).name.removesuffix("Group")]
        columns = list(get_named_type(element["column"].type).values)
        self.group_by = self.chooser.sample(columns, min(len(columns), self.chooser.choice([1, 1, 2, 3])))
        given["groupBy"] = []
        for column in self.group_by:
            one = {"column": Name(column)}
            if table.fields[column]["postgres"][1] in ("timestamp", "timestamptz") and self.chooser.random() < 0.7:
                one["to"] = Name(self.chooser.choice(list(get_named_type(element["to"].type).values)))
            given["groupBy"].append(one)
        for key, chance in [("having", 0.3), ("orderBy", 0.6)]:
            if self.chooser.random() < chance:
                given[key] = maker.value(field.args[key].type, [(f"{parent}.{name}", key)])
        given["limit"] = self.chooser.choice([0, 1, 3, 20] if parent == "Query" else [1, 2, 3])
        if self.chooser.random() < 0.3:
            given["offset"] = self.chooser.choice([0, 1, 2, 5])
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

    def object(self, maker, type_, path):
        """Paths that lead somewhere, searches for words that are there."""
        for member in ("path", "search"):
            if member in type_.fields and type_.name.endswith("Filter") and self.chooser.random() < 0.6:
                return {member: maker.value(type_.fields[member].type, path + [(type_.name, member)])}
        field = self.filtered(path)
        if type_.name not in ("JSONPathFilter", "TextSearch") or not field:
            return None
        table, column, _ = field
        value = self.chooser.choice(table.given(column) or [{}])
        if type_.name == "TextSearch":
            words = re.findall(r"'(\w+)'", value) or ["a"]
            query = " ".join(self.chooser.choice(["", "", "-", "or "]) + self.chooser.choice(words)
                             for _ in range(self.chooser.randint(1, 3)))
            languages = get_named_type(type_.fields["language"].type).values
            return {"query": query} | ({"language": Name(self.chooser.choice(list(languages)))} if self.chooser.random() < 0.5 else {})
        at = []
        while isinstance(value, (dict, list)) and value and (not at or self.chooser.random() < 0.8):
            step = self.chooser.choice(list(value) if isinstance(value, dict) else range(len(value)))
            value, at = value[step], at + [str(step)]
        fitting = {str: "string", bool: "boolean", int: "number", float: "number"}.get(type(value), "value")
        member = self.chooser.choice([fitting, fitting, "value", "type", "string", "number"])
        self.leaf = value
        return {"at": at or ["a"],
                member: maker.value(type_.fields[member].type, path + [(type_.name, member)])}

    def scalar(self, name, path):
        if name == "Boolean":
            return self.chooser.random() < 0.5
        if any(parent == "JSONPathFilter" for parent, _ in path):
            return self.value_at_a_path(name, path)
        for parent, column in path:
            if (table := self.tables.get(parent.removesuffix("AggregateFilter"))) and parent != table.name + "Filter":
                return self.aggregated(name, table, column, path)
        field = self.filtered(path)
        if not field:
            return super().scalar(name, path)
        table, column, operator = field
        if operator == "length":
            return self.chooser.randint(0, 4)
        values = table.given(column)
        if not values:
            return self.chooser.choice([0, 1, 20]) if name == "Int" else super().scalar(name, path)
        value = self.chooser.choice(values)
        if operator == "containsValue":
            bounds = re.findall(r'[^][(){},"]+', value)
            return (int if name == "Int" else str)(self.chooser.choice(bounds)) if bounds else super().scalar(name, path)
        if table.fields[column].get("array"):
            value = self.chooser.choice(value) if value else super().scalar(name, path)
        if name == "JSON":
            return value if is_literal(value) else []
        if not isinstance(value, str):
            return "a" if name == "String" else value
        if kind(table.fields[column]) == "text" and operator not in FORMS["any"]:
            return self.part(value, operator)
        return value

    def value_at_a_path(self, name, path):
        if ("JSONPathFilter", "type") in path:
            return self.chooser.choice(["object", "array", "string", "number", "boolean", "null"])
        if name == "JSON":
            return self.leaf if is_literal(self.leaf) else []
        if name == "Decimal" and not isinstance(self.leaf, (int, float)):
            return 1
        return str(self.leaf)

    def aggregated(self, name, table, column, path):
        """Numbers of rows are small; what values come to is near them."""
        values = table.given(column) if column != "count" else []
        if not values:
            return self.chooser.choice([0, 1, 2, 3, 5, 20]) if name in ("BigInt", "Int") else super().scalar(name, path)
        value = self.chooser.choice(values)
        if name in ("BigInt", "Int"):
            value = int(float(value))
        return str(value) if name in ("BigInt", "Decimal") else value

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
