import JSONText
import QueryCompiler
import Testing

struct BindValuesTests {
    private func bind(_ value: JSON, _ conversion: Bind.Conversion) throws -> String? {
        let path = VariablePath(variable: "v", elements: [.member("a"), .index(0)])
        return try bindValues([.variable(path, conversion)], Variables(["v": ["a": [value]]]), claims: [:])[0]
    }

    @Test func anArrayQuotesItsElements() throws {
        #expect(
            try bind(["a", "b\"c\\", nil, 5, "", "NULL", "{x,y}"], .array)
                == #"{"a","b\"c\\",NULL,"5","","NULL","{x,y}"}"#)
        #expect(try bind([], .array) == "{}")
        #expect(try bind("alone", .array) == #"{"alone"}"#)
    }

    @Test func aPatternEscapesItsWildcards() throws {
        #expect(try bind(#"50%_\"#, .pattern(prefix: true, suffix: true)) == #"%50\%\_\\%"#)
        #expect(try bind("", .pattern(prefix: false, suffix: true)) == "%")
    }

    /// A line of dashes is a text that people search for.
    @Test func aSearchHoldsNoMoreMinusSignsThanPostgreSQLCanKeep() throws {
        func signs(_ count: Int) -> String { String(repeating: "-", count: count) }
        #expect(try bind(.string("fat " + signs(16) + "cat"), .search) == "fat " + signs(16) + "cat")
        #expect(try bind(.string(signs(40) + "cat"), .search) == signs(16) + "cat")
        #expect(try bind(.string(signs(41) + "cat"), .search) == signs(16) + "-cat")
        #expect(try bind(.string(signs(2_000)), .search) == signs(16))
        #expect(try bind(.string(String(repeating: "-a ", count: 30)), .search) == String(repeating: "-a ", count: 30))
        #expect(try bind(.string(String(repeating: "- ( ", count: 30)), .search)?.count { $0 == "-" } == 16)
    }

    /// PostgreSQL's time for them grows with the square.
    @Test func aSearchHasNoMoreWordsThanPostgreSQLReadsAtOnce() throws {
        #expect(try bind(.string(String(repeating: "b-", count: 1_024)), .search) != nil)
        let error = #expect(throws: RequestErrors.self) {
            try bind(.string(String(repeating: "b-", count: 1_024) + "c"), .search)
        }
        #expect(error?.errors.first?.code == .limitExceeded)
    }

    @Test func anEnumValueBecomesItsLabel() throws {
        #expect(try bind("PG_13", .label(["PG_13": "PG-13"])) == "PG-13")
        #expect(try bind(["PG_13", "G", nil], .labels(["PG_13": "PG-13"])) == #"{"PG-13","G",NULL}"#)
    }

    @Test(arguments: [
        (JSON.number("101"), ErrorCode.limitExceeded), (JSON.number("-1"), .badUserInput),
        (JSON.number("9999999999999999999999"), .badUserInput), (JSON.number("1e1"), .badUserInput),
        (JSON.string("1"), .badUserInput),
    ])
    func aCountOutOfBoundsIsRefused(value: JSON, code: ErrorCode) throws {
        let error = #expect(throws: RequestErrors.self) { try bind(value, .count(maximum: 100)) }
        #expect(error?.errors.first?.code == code)
    }

    @Test func textThatNoDatabaseHoldsIsRefused() throws {
        for conversion in [Bind.Conversion.scalar, .search, .pattern(prefix: true, suffix: true)] {
            let error = #expect(throws: RequestErrors.self) { try bind("a\0b", conversion) }
            #expect(error?.errors.first?.code == .badUserInput)
        }
        #expect(throws: RequestErrors.self) { try bind(["a\0b"], .array) }
    }

    @Test func aClaimIsThatOfItsNameOrNull() throws {
        let binds: [Bind] = [.claim("tenant_id"), .claim("user_id"), .claim("Tenant_id")]
        #expect(try bindValues(binds, Variables(), claims: ["tenant_id": "7", "other": "8"]) == ["7", nil, nil])
    }

    @Test func aPathThatLeadsNowhereIsAnErrorAndNoCrash() throws {
        for path in [
            VariablePath(variable: "w"), VariablePath(variable: "v", elements: [.index(7)]),
            VariablePath(variable: "v", elements: [.member("b")]),
        ] {
            let error = #expect(throws: RequestErrors.self) {
                try bindValues([.variable(path, .scalar)], Variables(["v": [1]]), claims: [:])
            }
            #expect(error?.errors.first?.code == .internalError)
        }
    }
}
