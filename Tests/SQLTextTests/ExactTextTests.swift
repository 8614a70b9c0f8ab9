import Testing

@testable import SQLText

struct ExactTextTests {
    @Test(arguments: ["", "a", "12345678", "select id from api.v_user where name = 'x'"])
    func theSameBytesAreEqual(text: String) {
        #expect(ExactText(text) == ExactText(String(text)))
        #expect(ExactText(text) == ExactText(text.map { String($0) }.joined()))
        #expect(ExactText(text) != ExactText(text + " "))
    }

    @Test func whatUnicodeCallsEquivalentIsNotEqual() {
        #expect("\u{e9}" == "e\u{301}")
        #expect(ExactText("\u{e9}") != ExactText("e\u{301}"))
    }

    /// What the hash does not tell apart: the comparison of the bytes, eight at a time and the rest.
    @Test(arguments: [
        ("", "a"), ("a", "b"), ("a", "A"), ("a", "a "), ("a", "a\u{0}"), ("12345678", "12345679"),
        ("12345678", "12345678a"), ("12345678a", "12345678b"), ("a2345678a", "b2345678a"), ("\u{e9}", "e\u{301}"),
    ])
    func anEqualHashMakesNothingEqual(one: String, two: String) {
        #expect(ExactText(one, hash: 1) == ExactText(one, hash: 1))
        #expect(ExactText(one, hash: 1) != ExactText(two, hash: 1))
        #expect(ExactText(two, hash: 1) != ExactText(one, hash: 1))
    }
}
