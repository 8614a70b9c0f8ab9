"""Requests whose answers can be told: values from the rows that are there, sizes that both sides can bear."""
import random
import re
from collections import Counter

from graphql import GraphQLNonNull, get_named_type

from documents import Documents, Name, Samples
from filters import FORMS, PATHS, is_known, kind
from tables import ARGUMENTS


def names(value):
    """An order as it was given, its directions as enum values again."""
    if isinstance(value, dict):
        return {key: names(member) for key, member in value.items()}
    return [names(part) for part in value] if isinstance(value, list) else Name(value)


def column_is_time(field):
    return field["postgres"][1] in ("timestamp", "timestamptz") and not field.get("array")


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
        self.pools, self.features = {}, Counter()
        self.group_by = []
        self.kinds = filter_kinds(oracle)
        self.calls = oracle.calls
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
            if parent == "NullFilter":
                return True
            return is_known(self.kinds.get(parent, "text" if parent == "StringFilter" else "any"), name)
        if parent.endswith(("Filter", "OrderBy")):
            table = self.tables[entity]
            if parent.endswith("OrderBy") and name in table.fields and table.fields[name]["type"] == "TSVector":
                # The rank of a search: list_arguments has both.
                return False
            return name in table.fields or name in table.relations or name in ("and", "or", "not") or bool(table.aggregated(name))
        if parent == "Query" and name == "node":
            return bool(self.ids)
        if parent == "Query" and (call := self.calls.get((parent, name))) and call.kind == "value":
            # One of them for each request would be too many.
            return self.chooser.random() < 0.02
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
        if call := self.calls.get((parent, name)):
            return self.call_arguments(maker, call, f"{parent}.{name}", field) | (self.read_arguments(maker, parent, name, field) or {})
        return self.read_arguments(maker, parent, name, field)

    def read_arguments(self, maker, parent, name, field):
        """Of what reads rows."""
        if "groupBy" in field.args:
            return self.group_arguments(maker, parent, name, field)
        if "first" in field.args:
            return self.page_arguments(maker, parent, name, field)
        if "limit" in field.args:
            return self.list_arguments(maker, parent, name, field)
        if "where" in field.args:
            return self.where(maker, parent, name, field, 0.6)
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

    def call_arguments(self, maker, call, place, field):
        """Of a function: now and then null, or its default."""
        given = {}
        for argument in call.arguments:
            type_ = field.args[argument].type
            if isinstance(type_, GraphQLNonNull) or self.chooser.random() < 0.6:
                is_null = not isinstance(type_, GraphQLNonNull) and self.chooser.random() < 0.2
                given[argument] = None if is_null else maker.value(type_, [(place, argument)])
        return given

    def any_value(self, name):
        """A value of a scalar, wherever it stands; of a text perhaps a part."""
        if name not in self.pools:
            self.pools[name] = [value for table in self.tables.values() for column, field in table.fields.items()
                                if field["type"] == name and not field.get("array") for value in table.given(column)
                                # GraphQL has no NaN and no infinities.
                                if name != "Float" or not isinstance(value, str)]
        values = self.pools[name]
        if not values or self.chooser.random() < 0.1:
            values = self.OF.get(name, values)
        value = self.chooser.choice(values or ["2026-01-31"])
        return self.part(value, "contains") if name == "String" and self.chooser.random() < 0.7 else value

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
            given = self.where(maker, parent, name, field, 0.7)
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
        given = self.where(maker, parent, name, field, 0.6)
        element = get_named_type(field.args["groupBy"].type).fields
        table = self.tables[get_named_type(field.type).name.removesuffix("Group")]
        columns = list(get_named_type(element["column"].type).values)
        self.group_by = self.chooser.sample(columns, min(len(columns), self.chooser.choice([1, 1, 2, 3])))
        times = [column for column in columns if column_is_time(table.fields[column])]
        if times and self.chooser.random() < 0.3:
            self.group_by = list({*self.group_by, self.chooser.choice(times)})
        given["groupBy"] = []
        for column in self.group_by:
            one = {"column": Name(column)}
            if column_is_time(table.fields[column]) and self.chooser.random() < 0.7:
                units = list(get_named_type(element["to"].type).values)
                self.chooser.shuffle(units)
                one["to"] = Name(min(units, key=lambda unit: self.features[f"groups to {unit}"]))
            given["groupBy"].append(one)
        for key, chance in [("having", 0.3), ("orderBy", 0.6)]:
            if self.chooser.random() < chance:
                given[key] = maker.value(field.args[key].type, [(f"{parent}.{name}", key)])
        given["limit"] = self.chooser.choice([0, 1, 3, 20] if parent == "Query" else [1, 2, 3])
        if self.chooser.random() < 0.3:
            given["offset"] = self.chooser.choice([0, 1, 2, 5])
        return given

    def page_arguments(self, maker, parent, name, field):
        given = self.where(maker, parent, name, field, 0.6)
        entity = get_named_type(field.type).name.removesuffix("Connection")
        known = self.cursors.get(entity, {})
        if call := self.calls.get((parent, name)):
            # Without another order, rows are in that of the function.
            known = {key: value for key, value in known.items() if value[0] is not None} | self.cursors.get(f"calls of {call.field}", {})
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
        """Paths that lead somewhere, searches for words that are there; and what has been asked for least so far."""
        if self.chooser.random() < 0.7:
            if rare := self.rarest(type_, path):
                return {rare: maker.value(type_.fields[rare].type, path + [(type_.name, rare)])}
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
        rarest = min([fitting, "value", "type"], key=lambda name: self.features[f"Paths of JSON {name}"])
        member = self.chooser.choice([rarest, fitting, "value", "type", "string", "number"])
        self.leaf = value
        return {"at": at or ["a"],
                member: maker.value(type_.fields[member].type, path + [(type_.name, member)])}

    def rarest(self, type_, path):
        """The operator of a filter that has told rows apart least often, or the column that has one; None elsewhere."""
        table = self.tables.get(type_.name.removesuffix("Filter"))
        if table:
            columns = [name for name in table.fields if name in type_.fields and type_.fields[name].type.name in self.kinds]
            scores = {name: min(self.scores(self.oracle.schema.type_map[type_.fields[name].type.name], table.fields[name]).values())
                      for name in columns}
        elif type_.name in self.kinds and (field := self.filtered(path + [(type_.name, "")])):
            scores = self.scores(type_, field[0].fields[field[1]])
        else:
            return None
        self.chooser.shuffle(names := list(scores))
        return min(names, key=scores.get, default=None)

    def scores(self, type_, field):
        group = self.oracle.data.operators(field)
        scores = {name: self.features[f"{group} {name}"] for name in type_.fields}
        if "path" in scores:
            scores["path"] = min(self.features[f"Paths of JSON {member}"] for member in PATHS)
        return scores

    def scalar(self, name, path):
        if name == "Boolean":
            return self.chooser.random() < 0.5
        if len(path) == 1 and path[0][1] not in ARGUMENTS and tuple(path[0][0].split(".")) in self.calls:
            return self.any_value(name)
        if any(parent == "JSONPathFilter" for parent, _ in path):
            return self.value_at_a_path(name, path)
        for parent, column in path:
            if (table := self.tables.get(parent.removesuffix("AggregateFilter"))) and parent != table.name + "Filter":
                return self.aggregated(name, table, column, path)
        field = self.filtered(path)
        if not field:
            return self.any_value(name)
        table, column, operator = field
        if operator == "length":
            return self.chooser.randint(0, 4)
        values = table.given(column)
        if not values:
            return self.chooser.choice([0, 1, 20]) if name == "Int" else self.any_value(name)
        value = self.chooser.choice(values)
        if operator == "containsValue":
            bounds = [bound for bound in re.findall(r'[^][(){},"]+', value) if bound != "empty"]
            return (int if name == "Int" else str)(self.chooser.choice(bounds)) if bounds else self.any_value(name)
        if table.fields[column].get("array"):
            value = [element for element in value if element is not None]
            value = self.chooser.choice(value) if value else self.any_value(name)
        if name == "JSON":
            return value if is_literal(value) else []
        if name == "Float" and isinstance(value, str):
            return self.any_value(name)
        if not isinstance(value, str):
            return "a" if name == "String" else value
        return self.fitting(value, table.fields[column], operator)

    def fitting(self, value, field, operator):
        """A text, or what an operator takes in its place."""
        if kind(field) == "text" and operator not in FORMS["any"]:
            return self.part(value, operator)
        return self.pattern(value, operator) if operator.startswith("matches") else value

    def value_at_a_path(self, name, path):
        if ("JSONPathFilter", "type") in path:
            return self.chooser.choice(["object", "array", "string", "number", "boolean", "null"])
        if name == "JSON":
            return self.leaf if is_literal(self.leaf) else []
        if name == "Decimal" and (isinstance(self.leaf, bool) or not isinstance(self.leaf, (int, float))):
            return 1
        return str(self.leaf)

    def aggregated(self, name, table, column, path):
        """Numbers of rows are small; what values come to is near them."""
        values = table.given(column) if column != "count" else []
        if not values:
            return self.chooser.choice([0, 1, 2, 3, 5, 20]) if name in ("BigInt", "Int") else self.any_value(name)
        value = self.chooser.choice(values)
        if name == "Float" and isinstance(value, str):
            return self.any_value(name)
        if name in ("BigInt", "Int"):
            value = int(value) if re.fullmatch(r"-?[0-9]+", str(value)) else int(float(value))
        return str(value) if name in ("BigInt", "Decimal") else self.fitting(value, table.fields[column], path[-1][1])

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


    def pattern(self, value, operator):
        """For labels of a path: some of them, in a row or anywhere."""
        labels = [label for label in value.split(".") if label] or ["top"]
        label = self.chooser.choice(labels)
        if operator == "matchesText":
            return self.chooser.choice([f"{label}", f"{label[:2]}*", f"!{label}", f"{label} & {labels[0]}", f"{label} | none"])
        return self.chooser.choice([f"*.{label}.*", f"{labels[0]}.*", f"*{{1,2}}.{label}", f"*.{label[:2]}*", f"*.!{label}.*", value or "*"])


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
        of, _, order_by = name.about
        known = samples.cursors.setdefault(of, {})
        if str(order_by) in known or len(known) < 100:
            _, cursors = known.setdefault(str(order_by), (order_by, []))
            if len(cursors) < 50:
                cursors.append(text)
