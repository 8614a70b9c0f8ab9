"""What a request must answer: graphql-core executes it over `tables.py`, with the plainest of resolvers."""
from graphql import GraphQLObjectType, build_schema, execute_sync, parse

from calls import Call
from filters import Filters
from groups import aggregate, groups
from pages import connection, page
from sets import FUNCTIONS
from tables import Data

# What a list and a to-many relation have beside them, by how their fields end.
READS = {"": page, "Connection": connection, "Aggregate": aggregate, "Groups": groups}


class Oracle:
    def __init__(self, url, sdl, model, types):
        self.data, self.functions = Data(url, model, types), model.get("functions", [])
        # What the server calls what here has another name (tables.Opaque): both ways.
        self.opaque, self.named = {}, {}
        self.schema = build_schema(sdl)
        # As they come: Approximate stays what it is, and NaN is a string.
        if number := self.schema.type_map.get("Float"):
            number.coerce_output_value = number.serialize = lambda value: value
        # Fields that it knows nothing about.
        self.unknown = []
        self.attach()

    # Resolvers

    def attach(self):
        """Gives every field of the schema that is known here its resolver; `unknown` are the others."""
        known = {}
        for table in self.data.tables.values():
            entity = table.entity
            own = known[table.name] = {name: read_computed(name) if "function" in field else read_value(name)
                                       for name, field in table.fields.items()}
            own["nodeId"] = lambda row, info: row.node_id
            for name, relation in table.relations.items():
                if relation["kind"] == "to-one":
                    own[name] = self.to_one(relation)
                else:
                    for suffix, read in READS.items():
                        own[name + suffix] = self.to_many(relation, read)
            root = known.setdefault("Query", {})
            for suffix, read in READS.items():
                root[entity["list"] + suffix] = self.read(table, read)
            for key in entity["keys"]:
                root[key["field"]] = self.lookup(table, key["columns"])
            for name in (table.name + "Connection", table.name + "Edge"):
                known[name] = {part: self.read_part(part)
                               for part in ("nodes", "edges", "pageInfo", "totalCount", "cursor", "node")}
            self.attach_aggregates(table, known)
        known["PageInfo"] = {part: self.read_part(part) for part in ("hasNextPage", "hasPreviousPage", "startCursor", "endCursor")}
        known["Query"]["node"] = self.node
        self.calls = {}
        for table in [None, *self.data.tables.values()]:
            for function in table.entity.get("functions", []) if table else self.functions:
                for suffix, read in READS.items() if "rows" in function else [("", page)]:
                    self.calls[table.name if table else "Query", function["field"] + suffix] = Call(self, function, table, read)
        for table in self.data.tables.values():
            for name, field in table.fields.items():
                if field.get("arguments"):
                    self.calls[table.name, name] = Call(self, field | {"value": field}, table)
        for (parent, name), call in self.calls.items():
            known[parent][name] = with_defaults(known[parent][name], call) if name in known[parent] else call
        for type_ in self.schema.type_map.values():
            if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__"):
                for name, field in type_.fields.items():
                    field.resolve = known.get(type_.name, {}).get(name)
                    if not field.resolve:
                        self.unknown.append(f"{type_.name}.{name}")
        node = self.schema.type_map.get("Node")
        if node:
            node.resolve_type = lambda row, *_: row.table.name

    def attach_aggregates(self, table, known):
        aggregate_type = self.schema.type_map.get(table.name + "Aggregate")
        if not aggregate_type:
            return
        of_columns = known[aggregate_type.name] = {name: read_pair(name) for name in aggregate_type.fields if name in table.fields}
        for name in of_columns:
            known[aggregate_type.fields[name].type.of_type.name] = {function: read_function(function) for function in FUNCTIONS}
        of_columns["count"] = lambda found, info, distinct=None: found.value("count", distinct)
        known[table.name + "Group"] = {"key": lambda group, info: group, "aggregate": lambda group, info: group.aggregate}
        known[table.name + "GroupKey"] = {name: read_key(name) for name in table.fields}

    def root(self, kind):
        """A field of Query that reads rows."""
        self.roots += 1
        self.data.note(f"root {kind}")

    def read(self, table, read):
        def resolve(_, info, **arguments):
            self.root(read.__name__)
            return read(self, table, table.rows, info, **arguments)
        return resolve

    def lookup(self, table, columns):
        names = [table.field(column)["name"] for column in columns]

        def resolve(_, info, **arguments):
            self.root("key")
            where = {name: {"eq": arguments[name]} for name in names}
            holds = self.filters.predicate(table, where)
            return next((row for row in table.rows if holds(row)), None)
        return resolve

    def read_part(self, name):
        def resolve(part, info):
            self.data.note(f"page {name}")
            return part[name]
        return resolve

    def node(self, _, info, nodeId):
        self.root("node")
        return self.named[nodeId].about

    def to_one(self, relation):
        def resolve(row, info):
            self.data.note("relation to-one")
            return next(iter(row.table.related(relation, row)), None)
        return resolve

    def to_many(self, relation, read):
        target = self.data.tables[relation["target"]]
        name = f"relation {'across a junction' if relation.get('through') else 'to-many'}, {read.__name__}"

        def resolve(row, info, **arguments):
            self.data.note(name)
            return read(self, target, row.table.related(relation, row), info, **arguments)
        return resolve

    def filtered(self, table, rows, where):
        if where is None:
            return rows
        holds = self.filters.predicate(table, where)
        return [row for row in rows if holds(row) is True]

    # Answers

    def answer(self, text, variables, operation):
        """What is right: data, the paths of lists in any order, and how many root fields read rows; `data.noted` then says what
        of the API it has to do with."""
        self.roots, self.unordered = 0, set()
        self.data.noted = set()
        self.filters = Filters(self.data)
        result = execute_sync(self.schema, parse(text), variable_values=variables, operation_name=operation)
        for error in result.errors or []:
            raise error.original_error or error
        return result.data, self.unordered, self.roots

    def learn(self, name, text):
        """Notes how the server calls something; False where it has called it otherwise before, or something else so."""
        known = self.opaque.setdefault(name, text)
        return known == text and self.named.setdefault(text, name) == name


def read_value(name):
    return lambda row, info: row.values[name]


def with_defaults(read, call):
    """A field whose arguments all have defaults: without any it is a column."""
    return lambda row, info, **arguments: call(row, info, **arguments) if arguments else read(row, info)


def read_computed(name):
    def resolve(row, info):
        row.table.data.note("computed field")
        return row.values[name]
    return resolve


def read_pair(name):
    return lambda found, info: (found, name)


def read_function(function):
    return lambda pair, info: pair[0].value(function, pair[1])


def read_key(name):
    return lambda group, info: group.keys[name].values[group.row.number]
