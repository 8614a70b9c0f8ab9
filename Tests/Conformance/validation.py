"""graphql-core as the judge of our validation: the same documents, accepted or refused by the same rules."""
import json
import random
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import graphql
from graphql import GraphQLError, GraphQLScalarType, build_schema, parse, validate
from graphql.language import ast
from graphql.validation import validation_context
from graphql.validation.validation_context import VariableUsageVisitor

from documents import Documents, Samples, mutate

# Not of the specification: filters that say nothing. graphql-core takes them.
OURS = {"FiltersSaySomething"}
# Rules that only speak of what this schema cannot have.
RULES = [rule for rule in graphql.specified_rules
         if not any(word in rule.__name__ for word in ("Defer", "Stream", "KnownOperationTypes", "MaxIntrospection"))]
INTEGER = r"-?[0-9]+"
DECIMAL = r"NaN|-?Infinity|[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"


def scalar_literals(path):
    """What each custom scalar takes as a literal, from the last column of docs/graphql-api.md."""
    kinds = {
        "a string": ((ast.StringValueNode,), None),
        "an integer of 64 bits, as a string or a number": ((ast.IntValueNode, ast.StringValueNode), INTEGER),
        "a decimal number, as a string or a number":
            ((ast.IntValueNode, ast.FloatValueNode, ast.StringValueNode), DECIMAL),
        "any value": None,
    }
    found = {}
    for line in open(path, encoding="utf-8"):
        cells = [cell.strip() for cell in line.split(" | ")]
        if len(cells) == 3 and re.fullmatch(r"\| `\w+`", cells[0]):
            takes = cells[2].rstrip("| ")
            if takes in kinds:
                found[cells[0][3:-1]] = kinds[takes]
    assert "BigInt" in found and "JSON" in found, f"{path} no longer says what scalars take"
    return found


def literal(kinds, pattern):
    def parse_literal(node, variables=None):
        if not isinstance(node, kinds):
            raise GraphQLError("another literal")
        if pattern and not re.fullmatch(pattern, node.value):
            raise GraphQLError("malformed")
        if pattern == INTEGER and not -2**63 <= int(node.value) < 2**63:
            raise GraphQLError("out of range")
        return node.value
    return parse_literal


def value(kinds, pattern):
    """The same of a value in JSON."""
    def parse_value(given):
        is_number = isinstance(given, (int, float)) and not isinstance(given, bool) and ast.IntValueNode in kinds
        if not isinstance(given, str) and not (is_number and (isinstance(given, int) or ast.FloatValueNode in kinds or given.is_integer())):
            raise GraphQLError("another type")
        if pattern == INTEGER and not (re.fullmatch(pattern, str(given)) if isinstance(given, str) else True):
            raise GraphQLError("malformed")
        if pattern == DECIMAL and isinstance(given, str) and not re.fullmatch(pattern, given):
            raise GraphQLError("malformed")
        if pattern == INTEGER and not -2**63 <= int(given) < 2**63:
            raise GraphQLError("out of range")
        return given
    return parse_value


def load(sdl, types):
    """The schema of an SDL text, its scalars as strict as `types` (docs/graphql-api.md) says."""
    schema = build_schema(sdl)
    takes = scalar_literals(types)
    for scalar in schema.type_map.values():
        if not isinstance(scalar, GraphQLScalarType) or scalar.name in graphql.specified_scalar_types:
            continue
        assert scalar.name in takes, f"{types} does not say what {scalar.name} takes"
        if takes[scalar.name]:
            scalar.parse_literal = literal(*takes[scalar.name])
            scalar.parse_value = scalar.coerce_input_value = value(*takes[scalar.name])
    return schema


class Witness:
    """The context of a validation for one rule: notes that the rule has found something."""

    def __init__(self, context, rule, names):
        self.context, self.rule, self.names = context, rule, names

    def __getattr__(self, name):
        return getattr(self.context, name)

    def report_error(self, error):
        self.names.add(self.rule.__name__.removesuffix("Rule"))


def broken_rules(schema, document):
    """The names of the rules that a document breaks, in one walk."""
    names = set()
    validate(schema, document, [lambda context, rule=rule: rule(Witness(context, rule, names)) for rule in RULES])
    return names


class Usages(VariableUsageVisitor):
    """Where variables stand. graphql-core asks `[I!]` in vain whether it is `@oneOf`, and so takes a nullable variable in it
    (specification of September 2025, section 5.8.5)."""

    def enter_variable(self, node, *_):
        super().enter_variable(node)
        usage = self.usages[-1]
        if usage.parent_type:
            self.usages[-1] = usage._replace(parent_type=graphql.get_named_type(usage.parent_type))


validation_context.VariableUsageVisitor = Usages


class Differences(graphql.Visitor):
    """What graphql-core takes and we do not: `{ }` for a selection (nor does the specification), U+0000 in a value."""

    def __init__(self):
        super().__init__()
        self.empty = self.nul = False

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
    if differences.empty:
        return ["syntax"]
    names = broken_rules(schema, document)
    # Our parser refuses type definitions.
    if "ExecutableDefinitions" in names:
        return ["syntax"]
    if differences.nul and not names:
        names = {"ValuesOfCorrectType"}
    return sorted(names)


def cases(path):
    """The documents of a file of Tests/Golden/validation, each with its rules."""
    lines = []
    for line in open(path, encoding="utf-8"):
        if line.startswith("#! "):
            rules = line[3:].strip().split(", ")
            yield "".join(lines).strip(), [] if rules == ["valid"] else rules
            lines = []
        else:
            lines.append(line)


def compare_cases(schema, paths):
    """How many cases of the golden files there are, and those of which graphql-core says something else."""
    differing, total = [], 0
    for path in paths:
        for text, rules in cases(path):
            total += 1
            theirs = verdict(schema, text)
            if sorted(set(rules) - OURS) != theirs:
                differing.append(f"{text}\n    {path} says {rules}, graphql-core {theirs}")
    return total, differing


# The parts of other schemas and the words of the language: what a mutant's new token is taken from.
WORDS = ["{", "}", "(", ")", "[", "]", ":", "!", "$", "@", "...", "=", "|", "&", "on", "fragment", "query", "mutation",
         "subscription", "null", "true", "false", "type", "0", "-1", "1.5", "99999999999", '"x"', '""', '"\\u0000"',
         '"""b"""', "__typename", "__schema", "__type", "if", "include", "skip", "deprecated", "F0", "F1", "v0", "v1",
         "Nothing", "Query", "Node", "PageInfo", "Int", "String", "ID", "ASC", "#"]


def parses(text):
    try:
        parse(text)
    except GraphQLError:
        return False
    return True


def documents(schema, count, seed, seeds=None):
    """Valid documents made from the schema, or the `seeds`; of each kind six of ten are mutated."""
    chooser = random.Random(seed)
    maker = Documents(schema, chooser, Samples(chooser))
    pool = WORDS + sorted(schema.type_map)
    for type_ in schema.type_map.values():
        pool += sorted(getattr(type_, "fields", None) or getattr(type_, "values", {}))
    for _ in range(count):
        text = original = chooser.choice(seeds) if seeds else maker.make().text
        if seeds or chooser.random() < 0.6:
            text = mutate(chooser, original, pool)
            # Most mutants are no GraphQL at all: few of those are enough.
            while not parses(text) and chooser.random() < 0.85:
                text = mutate(chooser, original, pool)
        yield text


# Which of two definitions of a name counts, and what becomes of selections in a field or on a type that does not exist, is
# not specified: the faults that follow from it differ. Of members given twice, graphql-core checks the last value only.
FOLLOWING = {
    "UniqueInputFieldNames": {"ValuesOfCorrectType"},
    "UniqueFragmentNames": {"PossibleFragmentSpreads", "NoUnusedVariables", "NoUndefinedVariables", "NoUnusedFragments",
                            "OverlappingFieldsCanBeMerged", "NoFragmentCycles", "VariablesInAllowedPosition"},
    "UniqueVariableNames": {"VariablesInAllowedPosition"},
    "KnownTypeNames": {"OverlappingFieldsCanBeMerged"},
    "FieldsOnCorrectType": {"OverlappingFieldsCanBeMerged"},
}


def agree(text, ours, theirs):
    if "\\u0000" in text and ours and theirs:
        return True
    for fault in ours & theirs:
        ours, theirs = ours - FOLLOWING.get(fault, set()), theirs - FOLLOWING.get(fault, set())
    return ours == theirs


class Task(NamedTuple):
    """A part of the work, for a process of its own: `count` documents of a seed, made from the schema or from `seeds`."""
    sdl: str
    types: Path
    program: Path
    model: Path
    count: int
    seed: int
    seeds: list[str] | None = None


def judge(task):
    """Both verdicts on each document: (how often each was given, what differs)."""
    schema = load(task.sdl, task.types)
    texts = list(documents(schema, task.count, task.seed, task.seeds))
    answer = subprocess.run([task.program, "verdicts", task.model], check=True, stdout=subprocess.PIPE, text=True,
                            input="".join(json.dumps(text) + "\n" for text in texts))
    found, differing = Counter(), []
    for text, line in zip(texts, answer.stdout.splitlines(), strict=True):
        theirs, ours = verdict(schema, text), json.loads(line)
        found.update(theirs or ["valid"])
        if ours == ["LIMIT_EXCEEDED"]:
            found["over a limit of ours"] += 1
        elif not agree(text, set(ours) - OURS, set(theirs)):
            differing.append(f"{text}\n    fraiseql says {ours}, graphql-core {theirs}")
    return found, differing


def sdl(program, model):
    return subprocess.run([program, "sdl", model], check=True, stdout=subprocess.PIPE, text=True).stdout
