import SQLText
import Testing

@Suite struct ArrayTextTests {
    @Test func everyElementIsQuoted() {
        #expect(
            arrayText(["a", "b\"c\\", nil, "", "NULL", "{x,y}"]) == #"{"a","b\"c\\",NULL,"","NULL","{x,y}"}"#)
        #expect(arrayText([]) == "{}")
    }

    @Test func aQuoteBelowACombiningMarkIsEscaped() {
        #expect(Array(arrayText(["\"\u{301}"]).utf8) == Array("{\"\\\"\u{301}\"}".utf8))
        #expect(Array(arrayText(["\\\u{301}"]).utf8) == Array("{\"\\\\\u{301}\"}".utf8))
    }
}
