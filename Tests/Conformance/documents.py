"""Documents that are valid by construction, made from a schema alone; and mutants of them, most of which are not.

What a value is comes from outside: `Samples` knows some of each scalar, `queries.py` takes them from the rows that are there.
"""
import json
import re

from graphql import (GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLList, GraphQLNonNull,
                     GraphQLObjectType, get_named_type, is_leaf_type)


class Name(str):
    """A value of an enum: written without quotes in a document, as a string in JSON."""


class Reference(str):
    """`$name` inside a value."""


class Samples:
    """A few values of each scalar, right and at the edges of right."""
    OF = {
        "Int": [0, 1, -1, 20, 2147483647, -2147483648], "Boolean": [True, False],
        "Float": [0, 1.5, -2.25e10, 3], "String": ["", "a", "O'Hara \"x\" \\ é\n", "100%"], "ID": ["x", 7, "WyJBIl0"],
        "BigInt": [1, "9007199254740993", -9223372036854775808], "Decimal": ["19.90", 1, 0.5, "NaN", "-Infinity"],
        "JSON": [None, True, 1, "a", [1, "b"], {"a": [1], "b": {"c": None}}],
    }

    def __init__(self, chooser):
        self.chooser = chooser

    def arguments(self, maker, parent, name, field):
        """All arguments of a field at once, or None for one by one."""
        return None

    def object(self, maker, type_, path):
        """A whole input object, or None for its members one by one."""
        return None

    def possible(self, types):
        """The types on which the rows of an interface are asked for more."""
        return self.chooser.sample(types, min(len(types), self.chooser.randint(0, 3)))

    def scalar(self, name, path):
        return self.chooser.choice(self.OF.get(name, ["2026-01-31", "x", ""]))

    def suits(self, parent, name):
        """Whether a field may be selected; the operators and arguments likewise."""
        return True


class Request:
    def __init__(self, text, variables, operation):
        self.text, self.variables, self.operation = text, variables, operation


def write(value):
    """As a literal of a document."""
    if isinstance(value, Reference):
        return "$" + value
    if isinstance(value, Name):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {write(member)}" for name, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(write, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def nullable(type_):
    return type_.of_type if isinstance(type_, GraphQLNonNull) else type_


class Documents:
    """Makes one request after the other: `make()`."""

    def __init__(self, schema, chooser, values, depth=4, roots=3):
        self.schema, self.chooser, self.values, self.depth, self.roots = schema, chooser, values, depth, roots
        self.heights = heights(schema)

    def make(self):
        self.variables, self.definitions, self.fragments = {}, [], []
        self.aliases, self.taken = 0, set()
        body = self.selection(self.schema.query_type, self.depth, self.chooser.randint(1, self.roots))
        head = ""
        name = self.chooser.choice([None, "Q", "query", "on"]) if not self.definitions else "Q"
        if name or self.definitions or self.chooser.random() < 0.3:
            head = "query" + (f" {name}" if name else "")
            head += f"({', '.join(self.definitions)})" if self.definitions else ""
            head += " "
        texts = [head + body] + self.fragments
        if name and self.chooser.random() < 0.1:
            texts.append("query Another { __typename }")
        self.chooser.shuffle(texts)
        return Request("\n".join(texts), self.variables, name)

    # Selections

    def selection(self, type_, depth, count=None, is_possible=False):
        fields = self.fields(type_, depth, count, is_possible)
        parts, at = [], 0
        while at < len(fields):
            step = self.chooser.randint(1, 3)
            parts.append(self.wrap(type_, fields[at:at + step]))
            at += step
        if isinstance(type_, GraphQLInterfaceType):
            for possible in self.values.possible(self.schema.get_possible_types(type_)):
                parts.append(f"... on {possible.name} {self.selection(possible, depth, is_possible=True)}")
        return "{ " + " ".join(parts) + " }"

    def fields(self, type_, depth, count, is_possible):
        leaves, composites = [], []
        for name, field in type_.fields.items():
            if self.values.suits(type_.name, name):
                (leaves if is_leaf_type(get_named_type(field.type)) else composites).append((name, field))
        picked = self.chooser.sample(leaves, min(len(leaves), count or self.chooser.randint(1, 4)))
        if depth > 0 and composites:
            picked += self.chooser.sample(composites, min(len(composites), count or self.chooser.choice([0, 1, 1, 2])))
        texts = [self.field(type_, name, field, depth, is_possible) for name, field in picked]
        if self.chooser.random() < 0.15 or not texts:
            texts.append(self.chooser.choice(["__typename", f"{self.alias()}: __typename"]))
        self.chooser.shuffle(texts)
        if self.chooser.random() < 0.1:
            # The same field again: merged.
            texts.append(self.chooser.choice([text for text in texts]))
        return texts

    def alias(self):
        self.aliases += 1
        return f"a{self.aliases}"

    def field(self, parent, name, field, depth, is_possible):
        given = self.arguments(parent.name, name, field)
        text = name
        # A response key stands for one field with one set of arguments in the whole document: all can be merged.
        # Two types of an interface may have fields of one name and of other types.
        if is_possible or (field.args and name in self.taken) or self.chooser.random() < 0.15:
            text = f"{self.alias()}: {name}"
        elif field.args:
            self.taken.add(name)
        if given:
            text += "(" + ", ".join(f"{key}: {write(value)}" for key, value in given.items()) + ")"
        type_ = get_named_type(field.type)
        if is_leaf_type(type_):
            return text
        body = self.selection(type_, depth - 1)
        if self.chooser.random() < 0.05:
            # Twice, with two selections: one object with the fields of both.
            return f"{text} {body} {text} {self.selection(type_, depth - 1)}"
        return f"{text} {body}"

    def wrap(self, type_, fields):
        """Fields as they are, in an inline fragment or in a fragment of their own, perhaps under a condition."""
        body, choice = " ".join(fields), self.chooser.random()
        if choice < 0.7:
            return body
        if choice < 0.8:
            return "... { " + body + " }"
        condition = ""
        if self.chooser.random() < 0.4:
            condition = f" @{self.chooser.choice(['skip', 'include'])}(if: {write(self.boolean())})"
        if choice < 0.9:
            return f"... on {type_.name}{condition} {{ {body} }}"
        name = f"F{len(self.fragments)}"
        self.fragments.append(f"fragment {name} on {type_.name} {{ {body} }}")
        return f"...{name}{condition}"

    def boolean(self):
        value = self.chooser.random() < 0.5
        if self.chooser.random() < 0.5:
            return value
        return self.variable(GraphQLNonNull(self.schema.type_map["Boolean"]), value)

    # Values

    def arguments(self, parent, name, field):
        given = self.values.arguments(self, parent, name, field)
        if given is None:
            given = {}
            for key, argument in field.args.items():
                required = isinstance(argument.type, GraphQLNonNull)
                if required or (self.values.suits(parent + "." + name, key) and self.chooser.random() < 0.35):
                    given[key] = self.value(argument.type, [(parent + "." + name, key)])
        return {key: self.perhaps_variable(field.args[key].type, value, 0.25) for key, value in given.items()}

    def value(self, type_, path):
        """A value for an input type; `path` is how it was reached: the field and argument, then input types and members."""
        type_ = nullable(type_)
        if isinstance(type_, GraphQLList):
            # One element stands for a list of it.
            if self.chooser.random() < 0.1:
                return self.value(type_.of_type, path)
            return [self.value(type_.of_type, path) for _ in range(self.chooser.choice([1, 1, 2, 3]))]
        if isinstance(type_, GraphQLEnumType):
            return Name(self.chooser.choice(list(type_.values)))
        if isinstance(type_, GraphQLInputObjectType):
            made = self.values.object(self, type_, path)
            return self.input_object(type_, path) if made is None else made
        return self.values.scalar(type_.name, path)

    def input_object(self, type_, path):
        members = {name: member for name, member in type_.fields.items() if self.values.suits(type_.name, name)}
        if len(path) > 3:
            # On the shortest way to the leaves.
            heights = {name: self.heights.get(get_named_type(member.type).name, 0) for name, member in members.items()}
            members = {name: members[name] for name in members if heights[name] == min(heights.values())}
        required = [name for name in members if isinstance(type_.fields[name].type, GraphQLNonNull)]
        count = 1 if type_.is_one_of else self.chooser.choice([1, 1, 1, 2])
        names = required + self.chooser.sample(
            [name for name in members if name not in required], max(0, min(len(members), count) - len(required)))
        value = {}
        for name in names:
            member = type_.fields[name].type
            made = self.value(member, path + [(type_.name, name)])
            if type_.is_one_of:
                member = GraphQLNonNull(nullable(member))
            value[name] = self.perhaps_variable(member, made, 0.1)
        return value

    def perhaps_variable(self, type_, value, chance):
        if self.chooser.random() >= chance or contains_reference(value):
            return value
        return self.variable(type_, value)

    def variable(self, type_, value):
        name = f"v{len(self.definitions)}"
        strict = GraphQLNonNull(nullable(type_)) if value is not None and self.chooser.random() < 0.3 else type_
        default = ""
        if not isinstance(strict, GraphQLNonNull) and self.chooser.random() < 0.3:
            default = f" = {write(value)}"
        if not default or self.chooser.random() < 0.5:
            self.variables[name] = value
        self.definitions.append(f"${name}: {strict}{default}")
        return Reference(name)


def heights(schema):
    """How many objects a value of each input object type needs at least, one inside the other."""
    types = [type_ for type_ in schema.type_map.values() if isinstance(type_, GraphQLInputObjectType)]
    found = {type_.name: 99 for type_ in types}
    while True:
        before = dict(found)
        for type_ in types:
            members = [(before.get(get_named_type(member.type).name, 0), isinstance(member.type, GraphQLNonNull))
                       for member in type_.fields.values()]
            required = [height for height, is_required in members if is_required]
            found[type_.name] = 1 + max(required, default=min(height for height, _ in members))
        if found == before:
            return found


def contains_reference(value):
    if isinstance(value, dict):
        return any(map(contains_reference, value.values()))
    if isinstance(value, list):
        return any(map(contains_reference, value))
    return isinstance(value, Reference)


TOKEN = re.compile(r'"""(?:.|\n)*?"""|"(?:\\.|[^"\\])*"|\.\.\.|[A-Za-z_][A-Za-z_0-9]*|-?[0-9.]+(?:[eE][+-]?[0-9]+)?|[^\s,]')


def mutate(chooser, text, pool):
    """One to three changes of tokens; most leave a document that parses, few one that is valid."""
    tokens = TOKEN.findall(text)
    for _ in range(chooser.randint(1, 3)):
        if not tokens:
            return "{"
        place, action = chooser.randrange(len(tokens)), chooser.random()
        if action < 0.55:
            alike = tokens if chooser.random() < 0.5 else pool
            tokens[place] = chooser.choice([token for token in alike if kind(token) == kind(tokens[place])] or pool)
        elif action < 0.65:
            tokens.insert(place, chooser.choice(pool))
        elif action < 0.75:
            del tokens[place]
        elif action < 0.9:
            remove_or_repeat(chooser, tokens, place)
        else:
            other = chooser.randrange(len(tokens))
            tokens[place], tokens[other] = tokens[other], tokens[place]
    return " ".join(tokens)


def kind(token):
    return "name" if re.match(r"[A-Za-z_]", token) else "number" if re.match(r"-?[0-9]", token) else token[0]


def remove_or_repeat(chooser, tokens, place):
    """A balanced part: a field with its selection, an argument list, a definition."""
    end = place + 1
    while end < len(tokens) and end - place < 40 and tokens[end] in ("{", "(", "[", ":"):
        depth, end = (0 if tokens[end] == ":" else 1), end + 1
        while end < len(tokens) and depth > 0:
            depth += (tokens[end] in "{([") - (tokens[end] in "})]")
            end += 1
    if chooser.random() < 0.5:
        del tokens[place:end]
    else:
        at = chooser.choice([place, chooser.randrange(len(tokens))])
        tokens[at:at] = tokens[place:end]
