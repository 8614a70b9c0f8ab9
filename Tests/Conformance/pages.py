"""How rows become a list or a page of the API: limits, offsets, cursors (Relay's cursor connections)."""
import json
from bisect import bisect_left, bisect_right

from tables import Opaque, Unjudgeable, in_order


def chosen(oracle, table, rows, where, order_by, is_total=True):
    terms = table.order(order_by, where, is_total)
    return in_order(oracle.filtered(table, rows, where), terms), terms


def page(oracle, table, rows, info, where=None, orderBy=None, limit=None, offset=None, distinctOn=None, ordered_by=None):
    """`ordered_by`: the function in whose order the rows come, which holds where no other is asked for."""
    limits = oracle.data.limits
    keeps_order = ordered_by and not orderBy
    if distinctOn and not orderBy:
        orderBy = [{name: "ASC"} for name in distinctOn]
    found, _ = chosen(oracle, table, rows, where, orderBy, is_total=not keeps_order)
    note_arguments(oracle, "list", len(found), offset=offset, limit=limit, distinctOn=distinctOn)
    if distinctOn:
        first = {}
        for row in found:
            first.setdefault(tuple(table.column(name).ranks.get(row.number) for name in distinctOn), row)
        found = list(first.values())
    if limit is None:
        limit = min(limits["defaultPageSize"], limits["maximumPageSize"])
    if not table.is_total:
        # Which rows come first is not said.
        if offset or distinctOn or len(found) > limit:
            raise Unjudgeable
        oracle.unordered.add(tuple(info.path.as_list()))
    return found[offset or 0:][:limit]


def connection(oracle, table, rows, info, where=None, orderBy=None, first=None, after=None, last=None, before=None, ordered_by=None):
    """`ordered_by` as with a list: a row's place is then its number, and a cursor that of this function."""
    if not table.is_total:
        raise Unjudgeable
    found, terms = chosen(oracle, table, rows, where, orderBy)
    keys = [[term.key(row) for term in terms] for row in found]
    names = [cursor(row, terms, orderBy) for row in found]
    if ordered_by and not orderBy:
        wanted = set(found)
        numbered = [(number, row) for number, row in enumerate(rows, 1) if row in wanted]
        keys, found = [number for number, _ in numbered], [row for _, row in numbered]
        names = [numbered_cursor(ordered_by, number) for number in keys]
    total = len(found)
    note_arguments(oracle, "connection", total, first=first, after=after, last=last, before=before)

    def place(text):
        """The key of a cursor's row, which itself need not be among those found."""
        _, about, _ = oracle.named[text].about
        return about if isinstance(about, int) else [term.key(about) for term in terms]

    start = 0
    ahead = total if before is None else bisect_left(keys, place(before))
    if after is not None:
        start = bisect_right(keys, place(after))
    end = max(start, ahead)
    if last is not None:
        start = max(start, end - last)
    else:
        end = min(end, start + (oracle.data.limits["defaultPageSize"] if first is None else first))
    shown = found[start:end]
    edges = [{"node": row, "cursor": name} for row, name in zip(shown, names[start:end])]
    return {
        "edges": edges, "nodes": shown, "totalCount": str(total),
        "pageInfo": {
            "hasPreviousPage": start > 0, "hasNextPage": end < total if ahead >= start else ahead < total,
            "startCursor": edges[0]["cursor"] if edges else None, "endCursor": edges[-1]["cursor"] if edges else None,
        },
    }


def note_arguments(oracle, kind, total, **arguments):
    """Those that were given where there were rows to choose from."""
    if total > 1:
        oracle.data.note(*(f"{kind}, {name}" for name, value in arguments.items() if value is not None))


def cursor(row, terms, order_by):
    """`about` says whose it is, its row, and the order that it belongs to."""
    ordering = json.dumps([term.name for term in terms])
    name = Opaque(f"cursor {row.table.name} {ordering} {json.dumps([row.texts[column] for column in row.table.page_key])}")
    name.about = (row.table.name, row, order_by)
    return name


def numbered_cursor(function, number):
    name = Opaque(f"cursor {function} {number}")
    name.about = (f"calls of {function}", number, None)
    return name
