import HostSystem
import Postgres
import Support
import Testing

/// What `check` says of functions by asking PostgreSQL.
struct CheckFunctionTests {
    @Test func aFunctionWhoseBodyLacksAColumnIsSaidUntilItIsMadeAgain() throws {
        let shop = try Shop()
        let owner = try shop.database.connect()
        let body = "language sql stable begin atomic select * from products where name like part order by id; end"
        try owner.script(
            """
            create function all_products(part text default '%') returns setof products \(body);
            create function one_product(part text) returns products \(body);
            create function named_products(part text default '%') returns setof products language plpgsql stable as
                $$ begin return query select * from public.products where name like part; end $$;
            create function dearest_line(orders) returns order_lines language sql stable begin atomic
                select * from order_lines where order_id = $1.id order by total desc limit 1; end;
            """)
        #expect(try shop.fraiseql("init").exitCode == 0)
        let path = "\(shop.folder)/fraiseql.toml"
        let sections = ["all", "one", "named"].map {
            "[functions.\"public.\($0)_product\($0 == "one" ? "" : "s")\"]\n"
        }
        try writeFile(path, readTextFile(path) + "\n" + sections.joined())
        func broken() throws -> [String] {
            let checked = try shop.fraiseql("check")
            let lines = checked.answer.split(separator: "\n").filter { $0.contains("[function-broken]") }
            #expect(lines.allSatisfy { $0.hasPrefix("warning: ") && $0.contains("every call of it fails: ") })
            #expect((checked.exitCode == 2) || lines.isEmpty)
            return lines.compactMap { $0.split(separator: " ").dropFirst().first.map { String($0) } }
        }
        #expect(try broken() == [])
        try owner.script("alter table products add column shade text; alter table order_lines add column note text")
        #expect(
            try broken() == [
                "public.all_products(text):", "public.dearest_line(public.orders):", "public.one_product(text):",
            ])
        // It is as PostgreSQL says.
        #expect(throws: (any Error).self) { try owner.query("select * from all_products()") }
        try owner.script(
            "create or replace function all_products(part text default '%') returns setof products \(body)")
        #expect(try broken() == ["public.dearest_line(public.orders):", "public.one_product(text):"])
        _ = try owner.query("select * from all_products()")
    }
}
