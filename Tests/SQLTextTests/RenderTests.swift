import SQLText
import Testing

struct RenderTests {
    @Test func bindsAreNumberedInOrder() {
        let inner: SQL<String> = "a = \(bind: "x")"
        let rendered = render("select 1 where \(inner) and b = \(bind: "y")" as SQL<String>)
        #expect(rendered.text == "select 1 where a = $1 and b = $2")
        #expect(rendered.binds == ["x", "y"])
    }

    @Test func aNestedPieceTakesTheIndentationOfItsLine() {
        let columns: DDL = "a,\nb"
        let select: DDL = """
            select
                \(columns)
            from t
            """
        let view: DDL = """
            create view v as (
                \(select)
            )
            """
        #expect(
            renderText(view) == """
                create view v as (
                    select
                        a,
                        b
                    from t
                )
                """)
    }

    @Test func literalsKeepTheirLines() {
        #expect(renderText("    comment \(literal: "one\ntwo")" as DDL) == "    comment 'one\ntwo'")
    }

    @Test(arguments: [
        ("users", "users"), ("order", "\"order\""), ("Order", "\"Order\""), ("a\"b", "\"a\"\"b\""), ("_1", "_1"),
        ("1a", "\"1a\""), ("", "\"\""), ("größe", "\"größe\""),
    ])
    func identifiersAreQuotedWhenNeeded(name: String, quoted: String) {
        #expect(quoteIdentifier(name) == quoted)
    }
}
