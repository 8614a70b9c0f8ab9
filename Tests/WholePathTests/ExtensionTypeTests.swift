import JSONText
import Postgres
import Support
import Testing

/// Types of extensions compare by their own operators, though no search path leads to them.
struct ExtensionTypeTests {
    @Test func citextAndLtreeKeepTheirMeaning() throws {
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
}
