"""How rows become aggregates and groups of the API."""
from columns import Unjudgeable
from sets import Aggregate, Sets
from tables import Term, in_order


class Group:
    """Rows that are alike in their keys."""

    def __init__(self, number, row, keys):
        self.number, self.row, self.keys = number, row, keys


def aggregate(oracle, table, rows, info, where=None):
    oracle.data.note("aggregate")
    found = oracle.filtered(table, rows, where)
    return Aggregate(Sets(table, {1: [row.number for row in found]}), 1)


def groups(oracle, table, rows, info, groupBy, where=None, having=None, orderBy=None, limit=None, offset=None):
    columns = {element["column"]: key_column(table, **element) for element in groupBy}
    if any("function" in table.fields[name] for name in columns):
        oracle.data.note("group by a computed field")
    oracle.data.note("groups", *(f"groups to {element['to']}" for element in groupBy if "to" in element),
                     *(f"groups, {name}" for name, value in (("having", having), ("orderBy", orderBy), ("limit", limit),
                                                             ("offset", offset)) if value is not None))
    members, found, row_of = {}, [], {}
    for row in oracle.filtered(table, rows, where):
        ranks = tuple(column.ranks.get(row.number) for column in columns.values())
        if ranks not in members:
            members[ranks] = []
            found.append(Group(len(found) + 1, row, columns))
        first = row_of[ranks] = row_of.get(ranks, row)
        if any(column.texts[first.number] != column.texts[row.number] for column in columns.values()):
            # Equal and not alike, as texts of citext may be: which of them is shown is not said.
            raise Unjudgeable
        members[ranks].append(row.number)
    sets = Sets(table, {group.number: numbers for group, numbers in zip(found, members.values())})
    for group in found:
        group.aggregate = Aggregate(sets, group.number)
    if having is not None:
        holds = oracle.filters.aggregated(sets, having)
        found = [group for group in found if holds(group) is True]
    terms = []
    for term in orderBy or []:
        (name, value), = term.items()
        if name == "aggregate":
            terms.append(GroupTerm(*sets.ordered(value), lambda group: group.number))
        else:
            terms.append(GroupTerm(columns[name], value, lambda group: group.row.number))
    terms += [GroupTerm(column, "ASC", lambda group: group.row.number) for column in columns.values()]
    limits = oracle.data.limits
    size = min(limits["defaultPageSize"], limits["maximumPageSize"]) if limit is None else limit
    return in_order(found, terms)[offset or 0:][:size]


def key_column(table, column, to=None):
    if to is None:
        return table.column(column)
    field = table.fields[column]
    zone = ", 'UTC'" if field["postgres"][1] == "timestamptz" else ""
    return table.column(column).derived(
        f"pg_catalog.date_trunc('{to.lower()}', {{0}}{zone})", field["type"], field["postgres"][1])


class GroupTerm(Term):
    """By what `number` says of a group: its own, or that of one of its rows."""

    def __init__(self, column, direction, number):
        super().__init__([], None, column, direction)
        self.number = number

    def value(self, group):
        return self.column.ranks.get(self.number(group))
