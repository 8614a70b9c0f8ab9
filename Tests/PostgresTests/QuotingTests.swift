import Postgres
import SQLText
import Support
import Testing

/// Names and texts come back from PostgreSQL as they went.
struct QuotingTests {
    static let hostile = [
        "'", "''", "\\", "\\'", "a\\", "'\\", "'; drop table t; --", "' or true; --", "\"", "\"\"", "\";--", "$1", "$$",
        "$m$", "--", "/*", "%", "_", "E'\\''", "\\u0027", "\n", "\t", "\r\n", " ", "a ", "NULL", "{}", "{a,b}", ",",
        // One `Character` each, in which PostgreSQL sees the quote or the backslash.
        "'\u{301}", "\"\u{301}", "\\\u{301}", "\u{e9}", "e\u{301}", "\u{2019}", "\u{ff07}", "\u{202e}", "select",
        "Select", "aB", "user", "👩‍👩‍👧",
    ]

    @Test(arguments: ["on", "off"])
    func aLiteralIsItsText(standardStrings: String) throws {
        let connection = try PrivateCluster.shared.makeDatabase().connect()
        try connection.script("set standard_conforming_strings = \(standardStrings)")
        for text in Self.hostile + [""] {
            let answer = try connection.query("select \(literal: text)" as SQL<String?>).single
            #expect(answer.map { Array($0.utf8) } == Array(text.utf8), "\(text.debugDescription)")
        }
    }

    @Test func anIdentifierIsItsName() throws {
        let connection = try PrivateCluster.shared.makeDatabase().connect()
        for name in Self.hostile {
            try connection.query(
                "create table \(QualifiedName("public", name)) (\(identifier: name) int)" as SQL<String?>)
            let rows = try connection.query(
                "select \(identifier: name).* from \(QualifiedName("public", name)) as \(identifier: name)"
                    as SQL<String?>)
            #expect(Array(rows.columnName(0).utf8) == Array(name.utf8), "\(name.debugDescription)")
            let tables = try connection.query("select count(*) from pg_tables where tablename = $1", [name])
            #expect(tables.single == "1", "\(name.debugDescription)")
        }
    }

    @Test func anArrayHoldsItsElements() throws {
        let connection = try PrivateCluster.shared.makeDatabase().connect()
        let elements: [String?] = Self.hostile + ["", nil]
        let rows = try connection.query("select unnest($1::text[])", [arrayText(elements)])
        #expect(rows.count == elements.count)
        for (row, element) in elements.enumerated() {
            #expect(rows[row, 0].map { Array($0.utf8) } == element.map { Array($0.utf8) }, "\(element ?? "null")")
        }
    }
}
