#!/usr/bin/env python3
"""graphql-core (PyPI, 3.3) as the judge of our validation.

    validation.py check SCHEMA CASES...      compares the rules that cases name with those that graphql-core finds broken
    validation.py generate SCHEMA COUNT      prints as many mutated documents as cases, with graphql-core's verdict
    validation.py introspection SCHEMA       compares our introspection with our SDL

SCHEMA is the path without its ending that `VALIDATION_SCHEMA=path swift test --filter ValidationTests` wrote to; what
`generate` prints is judged by `VALIDATION_CASES=file swift test --filter ValidationTests`.
"""
import glob
import json
import os
import random
import re
import sys

import graphql
from graphql import GraphQLError, build_client_schema, build_schema, parse, print_schema, validate
from graphql.language import ast
from graphql.utilities import lexicographic_sort_schema

OURS = {"FiltersSaySomething"}
# Rules that only speak of what this schema cannot have.
RULES = [rule for rule in graphql.specified_rules
         if not any(word in rule.__name__ for word in ("Defer", "Stream", "KnownOperationTypes", "MaxIntrospection"))]


def literal(kinds, pattern=None):
    def parse_literal(node, variables=None):
        if not isinstance(node, kinds):
            raise GraphQLError("another literal")
        if pattern and not re.fullmatch(pattern, node.value):
            raise GraphQLError("malformed")
        if pattern == INTEGER and not -2**63 <= int(node.value) < 2**63:
            raise GraphQLError("out of range")
        return node.value
    return parse_literal


INTEGER = r"-?[0-9]+"
DECIMAL = r"NaN|-?Infinity|[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"


def load(path):
    schema = build_schema(open(path + ".graphql").read())
    for scalar in schema.type_map.values():
        if not isinstance(scalar, graphql.GraphQLScalarType) or scalar.name in ("Int", "Float", "Boolean", "ID"):
            continue
        if scalar.name == "BigInt":
            scalar.parse_literal = literal((ast.IntValueNode, ast.StringValueNode), INTEGER)
        elif scalar.name == "Decimal":
            scalar.parse_literal = literal((ast.IntValueNode, ast.FloatValueNode, ast.StringValueNode), DECIMAL)
        elif scalar.name != "JSON":
            scalar.parse_literal = literal((ast.StringValueNode,))
    return schema


class Differences(graphql.Visitor):
    """What graphql-core takes and we do not: `{ }` for a selection (nor does the specification), U+0000 in a value."""
    empty = nul = False

    def enter_selection_set(self, node, *_):
        self.empty = self.empty or not node.selections

    def enter_string_value(self, node, key, *_):
        self.nul = self.nul or (key != "description" and "\0" in node.value)


def verdict(schema, text):
    """The names of the broken rules, or ["syntax"]."""
    try:
        document = parse(text)
    except GraphQLError:
        return ["syntax"]
    differences = Differences()
    graphql.visit(document, differences)
    if differences.empty or differences.nul:
        return ["syntax"] if differences.empty else ["ValuesOfCorrectType"]
    if not validate(schema, document, RULES):
        return []
    names = [rule.__name__.removesuffix("Rule") for rule in RULES if validate(schema, document, [rule])]
    return ["syntax"] if "ExecutableDefinitions" in names else sorted(names)


def cases(path):
    lines = []
    for line in open(path):
        if line.startswith("#! "):
            rules = line[3:].strip().split(", ")
            yield "".join(lines).strip(), [] if rules == ["valid"] else rules
            lines = []
        else:
            lines.append(line)


def check(schema, paths):
    bad = total = 0
    for path in paths:
        for text, rules in cases(path):
            total += 1
            theirs = verdict(schema, text)
            if sorted(set(rules) - OURS) != theirs:
                bad += 1
                print(f"{path}: {text}\n    says {rules}, graphql-core says {theirs}")
    print(f"{total} cases, {bad} differ")
    return bad


TOKEN = re.compile(r'"""(?:.|\n)*?"""|"(?:\\.|[^"\\])*"|\.\.\.|[A-Za-z_][A-Za-z_0-9]*|-?[0-9.]+|[^\s,]')


def mutate(chooser, tokens, pool):
    tokens = list(tokens)
    for _ in range(chooser.randint(1, 3)):
        place = chooser.randrange(len(tokens))
        action = chooser.random()
        if action < 0.45:
            alike = [token for token in pool if token[0].isalpha() == tokens[place][0].isalpha()]
            tokens[place] = chooser.choice(alike)
        elif action < 0.6:
            tokens.insert(place, chooser.choice(pool))
        elif action < 0.75:
            del tokens[place]
        elif action < 0.9:
            end = min(len(tokens), place + chooser.randint(1, 12))
            tokens[place:place] = tokens[place:end]
        else:
            other = chooser.randrange(len(tokens))
            tokens[place], tokens[other] = tokens[other], tokens[place]
        if not tokens:
            return ["{"]
    return tokens


def generate(schema, count):
    folder = os.path.join(os.path.dirname(__file__), "..", "Golden", "validation", "*.graphql")
    seeds = [TOKEN.findall(text) for path in sorted(glob.glob(folder)) for text, _ in cases(path)]
    pool = sorted({token for seed in seeds for token in seed})
    chooser = random.Random(1)
    made = set()
    while len(made) < count:
        text = " ".join(mutate(chooser, chooser.choice(seeds), pool))
        if text in made:
            continue
        rules = verdict(schema, text)
        # Most mutants are no GraphQL at all: one in ten of those is enough.
        if rules == ["syntax"] and chooser.random() < 0.9:
            continue
        made.add(text)
        print(text + "\n#! " + (", ".join(rules) or "valid") + "\n")
    return 0


def introspection(path):
    ours = print_schema(lexicographic_sort_schema(build_client_schema(json.load(open(path + ".json")))))
    sdl = print_schema(lexicographic_sort_schema(build_schema(open(path + ".graphql").read())))
    print("the same schema" if ours == sdl else "introspection and SDL differ")
    return ours != sdl


if __name__ == "__main__":
    command, path, *rest = sys.argv[1:]
    if command == "introspection":
        sys.exit(introspection(path))
    schema = load(path)
    sys.exit(1 if (check(schema, rest) if command == "check" else generate(schema, int(rest[0]))) else 0)
