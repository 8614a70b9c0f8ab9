import CatalogModel
import Configuration
import JSONText
import Postgres
import SQLText
import SchemaMapping
import Support
import Testing

/// Relations that no single foreign key says: across junction tables, and declared in `fraiseql.toml`.
struct JunctionTests {
    private static let tables = """
        create table tags (id int primary key, label text not null);
        create table posts (id int primary key, title text not null);
        create table post_tags (
            post_id int references posts, tag_id int references tags, weight int not null default 1,
            primary key (post_id, tag_id));
        create table people (id int primary key, name text not null);
        create table follows (
            follower_id int references people, followed_id int references people, primary key (follower_id, followed_id));
        create table shops (tenant int, id int, primary key (tenant, id));
        create table items (tenant int, id int, primary key (tenant, id));
        create table stock (
            tenant int, shop_id int, item_id int, primary key (tenant, shop_id, item_id),
            foreign key (tenant, shop_id) references shops, foreign key (tenant, item_id) references items);
        insert into tags values (1, 'red'), (2, 'green'), (3, 'blue'), (4, 'unused');
        insert into posts values (1, 'one'), (2, 'two'), (3, 'three'), (4, 'untagged');
        insert into post_tags values (1, 1, 5), (1, 2, 7), (2, 2, 1), (3, 1, 2), (3, 2, 2), (3, 3, 2);
        insert into people values (1, 'ann'), (2, 'ben'), (3, 'cid');
        insert into follows values (1, 2), (1, 3), (2, 1), (3, 1);
        insert into shops values (1, 1), (1, 2), (2, 1);
        insert into items values (1, 1), (1, 2), (2, 1);
        insert into stock values (1, 1, 1), (1, 1, 2), (1, 2, 2), (2, 1, 1);
        create view tag_counts as
            select tag_id, count(*)::int as posts, min(post_id) as first_post from post_tags group by tag_id;
        create table notes (post int, body text);
        insert into notes values (1, 'a'), (1, 'b'), (2, 'c'), (9, 'lost');
        """

    private func makeDatabase(_ configure: (inout Configuration) -> Void = { _ in }) throws -> InstalledDatabase {
        let database = try PrivateCluster.shared.makeDatabase()
        try database.connect().script(Self.tables)
        return try InstalledDatabase(database, configure)
    }

    @Test func rowsLeadStraightAcrossAJunction() throws {
        let database = try makeDatabase()
        func check(_ query: String, _ sql: String) throws {
            #expect(try database.data(query)["all"] == database.json(sql), "\(query)")
        }
        try check(
            "{ all: posts { title tags(orderBy: [{ label: ASC }]) { label posts(limit: 1) { id } } } }",
            """
            select json_agg(json_build_object('title', title, 'tags', (
                select coalesce(json_agg(json_build_object('label', label, 'posts', (
                    select json_agg(json_build_object('id', post_id)) from (
                        select post_id from public.post_tags q where q.tag_id = t.id order by 1 limit 1) q
                )) order by label), '[]')
                from public.post_tags pt join public.tags t on t.id = pt.tag_id where pt.post_id = p.id)) order by id)
            from public.posts p
            """)
        try check(
            "{ all: tags(where: { posts: { some: { title: { eq: \"two\" } } } }) { label } }",
            "select json_build_array(json_build_object('label', 'green'))")
        try check(
            "{ all: tags(where: { posts: { none: {} } }) { label } }",
            "select json_build_array(json_build_object('label', 'unused'))")
        try check(
            "{ all: posts(where: { tagsAggregate: { count: { gte: 2 } } }, orderBy: [{ tagsAggregate: { count: DESC } }]) { id tagsAggregate { count label { max } } tagsConnection(last: 1) { totalCount nodes { label } } } }",
            """
            select json_agg(json_build_object('id', id, 'tagsAggregate', json_build_object('count', n::text, 'label',
                json_build_object('max', m)), 'tagsConnection', json_build_object('totalCount', n::text, 'nodes',
                json_build_array(json_build_object('label', l)))) order by n desc)
            from (select post_id id, count(*) n, max(label) m, (array_agg(label order by t.id desc))[1] l
                from public.post_tags pt join public.tags t on t.id = pt.tag_id group by 1 having count(*) >= 2) x
            """)
        // Both ends in one table: named after the columns of the junction.
        try check(
            "{ all: people { name followeds { name } followers { name } } }",
            """
            select json_agg(json_build_object('name', name,
                'followeds', (select coalesce(json_agg(json_build_object('name', o.name) order by o.id), '[]')
                    from public.follows f join public.people o on o.id = f.followed_id where f.follower_id = p.id),
                'followers', (select coalesce(json_agg(json_build_object('name', o.name) order by o.id), '[]')
                    from public.follows f join public.people o on o.id = f.follower_id where f.followed_id = p.id)
            ) order by id) from public.people p
            """)
        // A column that both keys share.
        try check(
            "{ all: shops { tenant id items { tenant id } } }",
            """
            select json_agg(json_build_object('tenant', tenant, 'id', id, 'items', (
                select coalesce(json_agg(json_build_object('tenant', g.tenant, 'id', g.id) order by g.tenant, g.id), '[]')
                from public.stock s join public.items g on (g.tenant, g.id) = (s.tenant, s.item_id)
                where (s.tenant, s.shop_id) = (shops.tenant, shops.id))) order by tenant, id) from public.shops
            """)
    }

    /// A pair that row security hides joins nothing.
    @Test func aHiddenPairCountsNot() throws {
        let database = try makeDatabase()
        try database.connection.script(
            """
            create role junction_reader nologin;
            grant usage on schema public, api to junction_reader;
            grant select on all tables in schema public, api to junction_reader;
            alter table public.post_tags enable row level security;
            create policy some_pairs on public.post_tags to junction_reader using (tag_id <> 2);
            """)
        defer {
            _ = try? database.connection.script(
                "reset role; drop owned by junction_reader; drop role junction_reader")
        }
        let query = "{ posts(where: { id: { eq: 1 } }) { tags { label } tagsAggregate { count } } }"
        func rows(_ labels: [JSON], _ count: JSON) -> JSON {
            [["tags": .array(labels.map { ["label": $0] }), "tagsAggregate": ["count": count]]]
        }
        #expect(try database.data(query)["posts"] == rows(["red", "green"], "2"))
        try database.connection.script("set role junction_reader")
        #expect(try database.data(query)["posts"] == rows(["red"], "1"))
    }

    @Test func viewsHaveTheKeysAndReferencesThatTheConfigurationDeclares() throws {
        let text = """
            [tables."public.tag_counts"]
            key = ["tag_id"]
            [tables."public.tag_counts".references]
            tag = { columns = ["tag_id"], table = "public.tags", to = ["id"], to_many = "usage" }
            [tables."public.notes".references]
            about = { columns = ["post"], table = "public.posts", to = ["id"], to_one = "about" }
            """
        let read = try readConfiguration(text) { _ in nil }
        let database = try makeDatabase { $0 = read }
        #expect(
            try database.data("{ tagCount(tagId: 2) { posts tag { label } } }")["tagCount"]
                == ["posts": 3, "tag": ["label": "green"]])
        let id = try database.data("{ tagCount(tagId: 1) { nodeId } }")["tagCount"]
        let nodeID = try #require(try id.map { try JSONReader($0).string("nodeId") })
        #expect(
            try database.data("{ node(nodeId: \"\(nodeID)\") { ... on TagCount { posts } } }")["node"] == ["posts": 2])
        #expect(
            try database.data("{ tagCountsConnection(first: 1) { nodes { tagId } pageInfo { hasNextPage } } }")[
                "tagCountsConnection"] == ["nodes": [["tagId": 1]], "pageInfo": ["hasNextPage": true]])
        #expect(
            try database.data("{ tags(where: { id: { eq: 3 } }) { usage { posts } } }")["tags"]
                == [["usage": ["posts": 1]]])
        #expect(
            try database.data("{ notes(orderBy: [{ body: ASC }]) { body about { title } } }")["notes"]
                == [
                    ["body": "a", "about": ["title": "one"]], ["body": "b", "about": ["title": "one"]],
                    ["body": "c", "about": ["title": "two"]], ["body": "lost", "about": nil],
                ])
    }

    @Test(arguments: [
        ("[tables.\"public.posts\"]\nkey = [\"id\"]", "primary key of its own"),
        (
            "[tables.\"public.notes\".references]\nx = { columns = [\"body\"], table = \"public.posts\", to = [\"id\"] }",
            "differ in type"
        ),
        (
            "[tables.\"public.notes\".references]\nx = { columns = [\"body\"], table = \"public.posts\", to = [\"title\"] }",
            "no key"
        ),
        (
            "[tables.\"public.notes\".references]\nx = { columns = [\"bod\"], table = \"public.posts\", to = [\"id\"] }",
            "no column \"bod\""
        ),
        (
            "[tables.\"public.post_tags\".references]\npost_tags_post_id_fkey = { columns = [\"post_id\"], table = \"public.posts\", to = [\"id\"] }",
            "has a foreign key of the name"
        ),
    ])
    func whatCannotHoldIsAnError(text: String, part: String) throws {
        let configuration = try readConfiguration(text) { _ in nil }
        let database = try makeDatabase()
        let mapping = mapSchema(database.catalog, configuration, installed: nil)
        let errors = mapping.findings.filter { $0.severity == .error }
        #expect(errors.contains { $0.text.contains(part) }, "\(mapping.findings.map(\.text))")
    }

    /// What is installed keeps its name when a foreign key comes that would have had it, and the other way round.
    @Test func namesAcrossJunctionsAreStable() throws {
        let before = try makeDatabase()
        var catalog = before.catalog
        let names = { (model: APIModel) in model.entity("Post")?.relations.map(\.name) ?? [] }
        #expect(names(before.model) == ["postTags", "tags"])
        let position = try #require(catalog.relations.firstIndex { $0.name.name == "tags" })
        catalog.relations[position].columns.append(catalog.relations[position].columns[0])
        catalog.relations[position].columns[catalog.relations[position].columns.count - 1].name = "post_id"
        var key = try #require(catalog.relation(QualifiedName("public", "post_tags"))?.foreignKeys[0])
        (key.constraint, key.columns) = ("tags_post_id_fkey", ["post_id"])
        (key.target, key.targetColumns) = (QualifiedName("public", "posts"), ["id"])
        catalog.relations[position].foreignKeys.append(key)
        let after = mapSchema(catalog, Configuration(), installed: before.model).model
        #expect(names(after) == ["postTags", "tags", "tagsByPostId"])
        #expect(after.entity("Post")?.relations.first { $0.name == "tags" }?.through != nil)
        let fresh = mapSchema(catalog, Configuration(), installed: nil).model
        #expect(names(fresh) == ["postTags", "tags", "tagsByPostTag"])
        #expect(fresh.entity("Post")?.relations.first { $0.name == "tags" }?.through == nil)
    }
}
