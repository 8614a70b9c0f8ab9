"""How rows become a list or a page of the API: limits, offsets, cursors (Relay's cursor connections)."""
import json
from bisect import bisect_left, bisect_right

from tables import Opaque, Unjudgeable, in_order


def chosen(oracle, table, rows, where, order_by):
    terms = table.order(order_by, where)
    return in_order(oracle.filtered(table, rows, where), terms), terms


def page(oracle, table, rows, info, where=None, orderBy=None, limit=None, offset=None, distinctOn=None):
    limits = oracle.data.limits
    if distinctOn and not orderBy:
        orderBy = [{name: "ASC"} for name in distinctOn]
    found, _ = chosen(oracle, table, rows, where, orderBy)
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


def connection(oracle, table, rows, info, where=None, orderBy=None, first=None, after=None, last=None, before=None):
    if not table.is_total:
        raise Unjudgeable
    found, terms = chosen(oracle, table, rows, where, orderBy)
    total = len(found)

    keys = [[term.key(row) for term in terms] for row in found]

    def place(text):
        """The key of a cursor's row, which itself need not be among those found."""
        row, _ = oracle.named[text].about
        return [term.key(row) for term in terms]

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
    edges = [{"node": row, "cursor": cursor(row, terms, orderBy)} for row in shown]
    return {
        "edges": edges, "nodes": shown, "totalCount": str(total),
        "pageInfo": {
            "hasPreviousPage": start > 0, "hasNextPage": end < total if ahead >= start else ahead < total,
            "startCursor": edges[0]["cursor"] if edges else None, "endCursor": edges[-1]["cursor"] if edges else None,
        },
    }


def cursor(row, terms, order_by):
    ordering = json.dumps([term.name for term in terms])
    name = Opaque(f"cursor {row.table.name} {ordering} {json.dumps([row.texts[column] for column in row.table.page_key])}")
    name.about = (row, order_by)
    return name
