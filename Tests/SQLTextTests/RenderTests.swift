import Testing

@testable import SQLText

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

    @Test func everyKeywordIsQuotedAndNoNameLikeIt() {
        for keyword in keywordsToQuote {
            #expect(quoteIdentifier(keyword) == "\"\(keyword)\"")
            let like = "\(keyword.prefix(1))\(String(repeating: "q", count: keyword.utf8.count - 1))"
            #expect(quoteIdentifier(like) == like)
            #expect(quoteIdentifier("\(keyword)_") == "\(keyword)_")
        }
        let long = String(repeating: "a", count: 64)
        #expect(quoteIdentifier(long) == long)
    }

    @Test func linesOfSpacesAreIndentationToo() {
        let inner: SQL<Never> = "a,\nb"
        #expect(
            renderText("  \(inner)\n    \(inner)\n\n \("x" as DDL)\(inner)" as DDL)
                == "  a,\n  b\n    a,\n    b\n\n xa,\nb")
    }
}
