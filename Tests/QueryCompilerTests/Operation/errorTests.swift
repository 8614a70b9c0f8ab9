import JSONText
import QueryCompiler
import Support
import Testing

@Suite struct ErrorTests {
    @Test func rendersAnError() {
        let error = GraphQLError(
            "no \"x\"", .badUserInput, locations: [.init(line: 1, column: 2)], path: [.key("users"), .index(0)])
        #expect(
            errorsText([error])
                == #"[{"message":"no \"x\"","locations":[{"line":1,"column":2}],"path":["users",0],"extensions":{"code":"BAD_USER_INPUT"}}]"#
        )
        let bare = GraphQLError("x", .overloaded)
        #expect(errorsText([bare]) == #"[{"message":"x","extensions":{"code":"OVERLOADED"}}]"#)
        let second = GraphQLError("é\n", .timeout, locations: [.init(line: 1, column: 2), .init(line: 3, column: 4)])
        #expect(
            errorsText([bare, second]) == #"[{"message":"x","extensions":{"code":"OVERLOADED"}},"#
                + #"{"message":"é\n","locations":[{"line":1,"column":2},{"line":3,"column":4}],"#
                + #""extensions":{"code":"STATEMENT_TIMEOUT"}}]"#)
        #expect(errorsText([]) == "[]")
    }

    /// The example at the top of the document is what a client reads.
    @Test func theDocumentsExampleIsTheTruth() throws {
        do throws(RequestErrors) {
            _ = try validate(try parse("{ users { usernam } }"), operationName: nil, in: blog)
            Issue.record("no error")
        } catch {
            let example: JSON = ["errors": try parseJSON(errorsText(error.errors))]
            #expect(try readGolden("../../docs/errors.md").contains("```json\n\(example.prettyText(width: 100))\n```"))
        }
    }

    @Test(arguments: ErrorCode.allCases)
    func documentsEveryCode(code: ErrorCode) throws {
        #expect(try readGolden("../../docs/errors.md").contains("\n| `\(code.rawValue)` | "))
    }
}

func errorsText(_ errors: [GraphQLError]) -> String {
    var bytes: [UInt8] = []
    writeErrors(errors, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
}
