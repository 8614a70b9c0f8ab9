import JSONText
import QueryCompiler
import Testing

@testable import Sidecar

@Suite struct HTTPRequestBodyTests {
    let parser = JSONParser()

    func message(_ body: () throws -> RequestBody) -> String? {
        do {
            _ = try body()
            return nil
        } catch {
            let errors = (error as? RequestErrors)?.errors
            #expect(errors?.map(\.code) == [.badRequest])
            return errors?.first?.message
        }
    }

    func operations(_ text: String, maximumBatch: Int = 0) throws -> RequestedOperations {
        try Array(text.utf8).withUnsafeBytes { try parseRequestBody($0, maximumBatch: maximumBatch, with: parser) }
    }

    func parse(_ text: String) throws -> RequestBody {
        guard case .one(let body) = try operations(text) else {
            Issue.record("a batch")
            return RequestBody(query: "")
        }
        return body
    }

    @Test func aFullRequestIsRead() throws {
        let body = try parse(
            #"{"query":"{ a }","operationName":"A","variables":{"x":[1,null]},"extensions":{"trace":true}}"#)
        #expect(
            body
                == RequestBody(
                    query: "{ a }", operationName: "A", variables: ["x": [1, nil]], extensions: ["trace": true]))
    }

    @Test func nullMeansAbsent() throws {
        let body = try parse(#"{"query":"{ a }","operationName":null,"variables":null,"extensions":null}"#)
        #expect(body == RequestBody(query: "{ a }"))
    }

    @Test(arguments: [
        (#"{"query":1}"#, "\"query\" must be a string."), (#"{"variables":{}}"#, "\"query\" is missing."),
        (#"{"query":null}"#, "\"query\" is missing."),
        (#"{"query":"a","variables":[]}"#, "\"variables\" must be an object."),
        (#"{"query":"a","variables":"{}"}"#, "\"variables\" must be an object."),
        (#"{"query":"a","operationName":{}}"#, "\"operationName\" must be a string."),
        (#"{"query":"a","extensions":7}"#, "\"extensions\" must be an object."),
        (
            #"[{"query":"a"}]"#,
            "This server takes no batches: send one operation as a JSON object, or let it take them with max_batch in "
                + "[server] of fraiseql.toml."
        ),
        (#""query""#, "The body must be a JSON object."), ("{}", "\"query\" is missing."),
        (#"{"extensions":{"persistedQuery":{"version":1}}}"#, "PersistedQueryNotSupported"),
        (
            #"{"query":"a","querry":"b"}"#,
            "Unknown key \"querry\": a request has \"query\", \"operationName\", \"variables\" and \"extensions\"."
        ),
    ])
    func whatIsNoRequestIsSaidClearly(text: String, expected: String) {
        #expect(message { try parse(text) } == expected)
    }

    @Test(arguments: [
        "", "{", "nonsense", "{\"query\":\"a\"} x", "{\"query\":\"a\",\"query\":\"b\"}", "{\"query\":\"\u{1}\"}",
    ])
    func whatIsNotJSONIsRefused(text: String) throws {
        #expect(try #require(message { try parse(text) }).hasPrefix("The body is not JSON: "))
    }

    @Test func aQueryStringIsDecoded() throws {
        let body = try parseRequestQuery(
            "query=%7B+caf%C3%A9%20%7D&variables=%7B%22x%22%3A1%7D&operationName=A", with: parser)
        #expect(body == RequestBody(query: "{ café }", operationName: "A", variables: ["x": 1]))
        #expect(try parseRequestQuery("query=a&variables=&extensions=", with: parser) == RequestBody(query: "a"))
    }

    @Test(arguments: [
        ("", "\"query\" is missing."), ("query=%", "The query string is not percent-encoded UTF-8."),
        ("query=%4", "The query string is not percent-encoded UTF-8."),
        ("query=%zz", "The query string is not percent-encoded UTF-8."),
        ("query=%FF", "The query string is not percent-encoded UTF-8."),
        ("query=a&query=b", "The parameter \"query\" stands twice."),
        ("query=a&variables=%5B%5D", "\"variables\" must be an object."),
        ("query=a&variables=x", "The parameter \"variables\" is not JSON: invalid JSON near byte 0."),
        (
            "query=a&q=b",
            "Unknown key \"q\": a request has \"query\", \"operationName\", \"variables\" and \"extensions\"."
        ),
    ])
    func aBadQueryStringIsSaidClearly(query: String, expected: String) {
        #expect(message { try parseRequestQuery(query, with: parser) } == expected)
    }

    @Test func errorsAreWrittenAsTheSpecificationSays() {
        var bytes: [UInt8] = []
        let error = GraphQLError(
            "no \"x\"", .validationFailed, locations: [.init(line: 1, column: 3)], path: [.key("users"), .index(0)])
        writeErrors([error, GraphQLError("b", .overloaded)], into: &bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"[{"message":"no \"x\"","locations":[{"line":1,"column":3}],"path":["users",0],"#
                + #""extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}},"#
                + #"{"message":"b","extensions":{"code":"OVERLOADED"}}]"#)
    }

    @Test(arguments: [
        (ErrorCode.badRequest, 400, 400), (.methodNotAllowed, 405, 405), (.parseFailed, 200, 400),
        (.validationFailed, 200, 400),
        (.badUserInput, 200, 400),
        (.databaseUnavailable, 503, 503), (.overloaded, 503, 503), (.internalError, 500, 500),
    ])
    func aRefusalsStatusFollowsTheMediaType(code: ErrorCode, json: Int, graphql: Int) {
        let errors = [GraphQLError("", code)]
        #expect(refusalStatus(errors, in: .json) == json)
        #expect(refusalStatus(errors, in: .graphqlResponse) == graphql)
    }
}
