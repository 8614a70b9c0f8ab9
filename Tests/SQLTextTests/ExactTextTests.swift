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
}
