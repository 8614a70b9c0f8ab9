import JSONText
import Postgres
import Support
import Testing

/// Types of extensions compare by their own operators, though no search path leads to them.
struct ExtensionTypeTests {
    @Test(.needs(.citext, .ltree)) func citextAndLtreeKeepTheirMeaning() throws {
        let made = try PrivateCluster.shared.makeDatabase()
        try made.connect().script(
            """
            create schema extensions;
            create extension citext schema extensions;
            create extension ltree schema extensions;
            create table public.pages (id int primary key, slug extensions.citext unique, path extensions.ltree);
            insert into public.pages values (1, 'Home', 'top.home'), (2, 'about', 'top.about');
            """)
        let database = try InstalledDatabase(made)
        let first: JSON = [["id": 1, "slug": "Home", "path": "top.home"]]
        for filter in [
            "{ slug: { eq: \"HOME\" } }", "{ slug: { in: [\"hoME\"] } }", "{ slug: { startsWith: \"ho\" } }",
            "{ slug: { like: \"h_me\" } }", "{ slug: { nin: [\"ABOUT\"] } }", "{ path: { eq: \"top.home\" } }",
            "{ path: { gt: \"top.about\" } }",
        ] {
            let data = try database.data("{ pages(where: \(filter)) { id slug path } }")
            #expect(data["pages"] == first, "\(filter)")
        }
        #expect(try database.data("{ page: pageBySlug(slug: \"ABOUT\") { id } }")["page"] == ["id": 2])
    }

    /// Keys and joins too: as text, `ADA` would find nothing of `ada`, and ltree has no operator in pg_catalog.
    @Test(.needs(.citext, .ltree)) func keysOfExtensionTypesJoinByTheirOwnEquality() throws {
        let made = try PrivateCluster.shared.makeDatabase()
        try made.connect().script(
            """
            create schema extensions;
            create extension citext schema extensions;
            create extension ltree schema extensions;
            create table public.users (name extensions.citext primary key, place extensions.ltree unique);
            create table public.notes (
                id int primary key,
                owner extensions.citext references public.users,
                at extensions.ltree references public.users (place)
            );
            insert into public.users values ('Ada', 'top.a'), ('Bob', 'top.b');
            insert into public.notes values (1, 'ADA', 'top.b');
            """)
        let database = try InstalledDatabase(made)
        #expect(try database.data("{ user: user(name: \"ADA\") { name } }")["user"] == ["name": "Ada"])
        let data = try database.data(
            "{ notes(where: { owner: { eq: \"ada\" } }) { id } users { name notesByOwner: notes { id } } }")
        #expect(data["notes"] == [["id": 1]])
        #expect(data["users"] == [["name": "Ada", "notesByOwner": [["id": 1]]], ["name": "Bob", "notesByOwner": []]])
    }

    /// What others may create in schemas that statements name is never called by them.
    @Test func objectsOfOthersAreNotCaught() throws {
        let made = try PrivateCluster.shared.makeDatabase()
        try made.connect().script(
            """
            create table public.users (id int primary key, name text);
            create table public.notes (id int primary key, owner int references public.users, tags text[]);
            insert into public.users values (1, 'ada');
            insert into public.notes values (1, 1, '{a}');
            """)
        let database = try InstalledDatabase(made)
        let query = """
            {
                notes(where: { owner: { eq: 1 }, tags: { eq: ["a"] } }, limit: 5) { id owner tags }
                users(where: { name: { like: "a%", in: ["ada"] } }) { name notes { id } }
                note(id: 1) { id }
            }
            """
        let before = try database.data(query)
        try made.connect().script(
            """
            create function public.json_agg(anyelement) returns json language sql as $$ select '"caught"'::json $$;
            create function public.row_to_json(anyelement) returns json language sql as $$ select '"caught"'::json $$;
            create function public.to_json(anyelement) returns json language sql as $$ select '"caught"'::json $$;
            create function public.never(int4, int4) returns bool language sql as $$ select false $$;
            create function public.never(text, text) returns bool language sql as $$ select false $$;
            create operator public.= (leftarg = int4, rightarg = int4, function = public.never);
            create operator public.= (leftarg = text, rightarg = text, function = public.never);
            create operator public.~~ (leftarg = text, rightarg = text, function = public.never);
            create domain public.text as pg_catalog.text check (false);
            create domain public.int4 as pg_catalog.int4 check (false);
            """)
        #expect(try database.data(query) == before)
    }
}
