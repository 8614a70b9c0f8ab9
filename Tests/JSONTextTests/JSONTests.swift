import JSONText
import Testing

struct JSONTests {
    /// Byte by byte: what Unicode calls equivalent are two keys.
    @Test(arguments: [1, 2, 8, 9, 10, 40])
    func aKeyStandsOnceInAnObject(count: Int) throws {
        let members = (0..<count).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        #expect(try parseJSON("{\(members)}").text == "{\(members)}")
        #expect(try parseJSON("{\(members),\"\u{e9}\":1,\"e\u{301}\":2}").text.contains("\"\u{e9}\":1"))
        for key in [0, count - 1] {
            #expect(throws: JSONError.self) { try parseJSON("{\(members),\"k\(key)\":0}") }
        }
    }

    @Test(arguments: [
        "null", "true", "false", "0", "-1.50", "123456789012345678901234567890.123", "1e400", "\"a\"", "[]", "{}",
        "[1,[2,{}],\"x\"]", "{\"a\":{\"b\":[null,true,-3]},\"c\":\"d\"}", "\"\\n\\u0001é\\\"\\\\\"",
    ])
    func whatIsReadIsWrittenBack(text: String) throws {
        #expect(try parseJSON(text).text == text)
    }

    @Test(arguments: [
        "", " ", "nul", "tru", "truex", "01", "+1", "1.", ".5", "1e", "-", "\"a", "'a'", "[1", "[1,]", "[,1]",
        "{\"a\"}",
        "{\"a\":}", "{\"a\":1,}", "{a:1}", "1 2", "[] []", "{} x", "\"\\ud800\"", "\"\u{1}\"", "NaN", "[1 2]",
        "{\"a\":1 \"b\":2}", "[true false]", "nullnull", "\"a\" \"b\"", "[nulll]", "[1x]", "1],[2", "1,2", "]", "[",
        "1]", "[]]",
    ])
    func whatIsNotJSONIsRefused(text: String) {
        #expect(throws: JSONError.self) { try parseJSON(text) }
    }

    @Test func everyByteIsEscapedOrKeptAtEveryPlace() throws {
        for byte in UInt8(0)..<128 {
            for place in 0..<19 {
                var text = String(repeating: "x", count: place)
                text.unicodeScalars.append(Unicode.Scalar(byte))
                text += String(repeating: "é", count: 18 - place)
                #expect(try parseJSON(JSON.string(text).text) == .string(text))
            }
        }
        #expect(JSON.string("\u{1}\u{1F}\"\\/").text == #""\u0001\u001f\"\\/""#)
    }

    @Test func nestingAndDuplicatesAreRefused() {
        let deep = String(repeating: "[", count: 70) + String(repeating: "]", count: 70)
        #expect(throws: JSONError.self) { try parseJSON(deep) }
        #expect(throws: JSONError.self) { try parseJSON("{\"a\":1,\"a\":2}") }
    }

    @Test func keysThatUnicodeCallsEquivalentAreTwoKeys() throws {
        let text = "{\"\u{e9}\":1,\"e\u{301}\":2}"
        #expect(Array(try parseJSON(text).text.utf8) == Array(text.utf8))
        #expect(throws: JSONError.self) { try parseJSON("{\"\u{e9}\":1,\"\\u00e9\":2}") }
    }

    @Test func invalidUTF8IsRefused() {
        let bytes: [UInt8] = [0x22, 0xff, 0x22]
        #expect(throws: JSONError.self) { try bytes.withUnsafeBytes { try JSONParser().parse($0) } }
    }
}
