import QueryCompiler
import Support
import Testing

@Suite struct ErrorTests {
    @Test func rendersAnError() {
        let error = GraphQLError(
            "no \"x\"", .badUserInput, locations: [.init(line: 1, column: 2)], path: [.key("users"), .index(0)])
        #expect(
            renderErrors([error])
                == #"[{"message":"no \"x\"","locations":[{"line":1,"column":2}],"path":["users",0],"extensions":{"code":"BAD_USER_INPUT"}}]"#
        )
        let bare = GraphQLError("x", .overloaded)
        #expect(renderErrors([bare]) == #"[{"message":"x","extensions":{"code":"OVERLOADED"}}]"#)
    }

    @Test(arguments: ErrorCode.allCases)
    func documentsEveryCode(code: ErrorCode) throws {
        #expect(try readGolden("../../docs/errors.md").contains("\n| `\(code.rawValue)` | "))
    }
}
