import JSONText
import Postgres
import Support
import Testing

/// Columns that are called like the aliases of a statement: `json_agg(r2)` would show the column instead of the row.
struct ColumnNameTests {
    @Test func columnsCalledLikeMembersAreReachedUnderTheirOtherNames() throws {
        let made = try PrivateCluster.shared.makeDatabase()
        try made.connect().script(
            """
            create table public.visits (id int primary key, count int, aggregate int, "null" text);
            insert into public.visits values (1, 5, 1, 'a'), (2, 7, 1, 'b'), (3, 7, 2, 'b');
            """)
        let data = try InstalledDatabase(made).data(
            """
            {
                all: visitsAggregate { count count_ { max } }
                groups: visitsGroups(groupBy: [{ column: aggregate }], orderBy: [{ aggregate_: DESC }]) {
                    key { aggregate } aggregate { count distinct: count(distinct: null_) }
                }
                distinct: visits(distinctOn: [null_]) { null count }
            }
            """)
        #expect(
            JSON.object(data) == [
                "all": ["count": "3", "count_": ["max": 7]],
                "groups": [
                    ["key": ["aggregate": 2], "aggregate": ["count": "1", "distinct": "1"]],
                    ["key": ["aggregate": 1], "aggregate": ["count": "2", "distinct": "2"]],
                ],
                "distinct": [["null": "a", "count": 5], ["null": "b", "count": 7]],
            ])
    }

    @Test func columnsCalledLikeAliasesAreColumns() throws {
        let made = try PrivateCluster.shared.makeDatabase()
        try made.connect().script(
            """
            create table public.spots (
                id int primary key, parent_id int references public.spots, r1 text, r2 text, r3 jsonb, t1 text, t2 text,
                t3 int, object text, "order" int
            );
            insert into public.spots values
                (1, null, 'r1', 'r2', '{"r": 3}', 't1', 't2', 3, 'o', 1), (2, 1, 'x1', 'x2', null, 'y1', 'y2', 4, 'p', 0);
            """)
        let database = try InstalledDatabase(made)
        let long = String(repeating: "k", count: 70)
        let data = try database.data(
            """
            {
                spot(id: 2) { r1 t1 object parent { r2 t2 spots(where: { t2: { eq: "y2" } }) { r3 t3 order } } }
                spots(orderBy: [{ order: ASC }], limit: 1) {
                    r1 r2 parent { r1 r2 \(long): object } spots { id }
                }
            }
            """)
        #expect(
            JSON.object(data) == [
                "spot": [
                    "r1": "x1", "t1": "y1", "object": "p",
                    "parent": ["r2": "r2", "t2": "t2", "spots": [["r3": nil, "t3": 4, "order": 0]]],
                ],
                "spots": [
                    ["r1": "x1", "r2": "x2", "parent": ["r1": "r1", "r2": "r2", "\(long)": "o"], "spots": []]
                ],
            ])
    }
}
