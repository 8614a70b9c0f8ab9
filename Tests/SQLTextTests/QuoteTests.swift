import SQLText
import Testing

struct QuoteTests {
    @Test(arguments: [
        ("plain", "$m$plain$m$"),
        ("", "$m$$m$"),
        ("has $m$ inside", "$m1$has $m$ inside$m1$"),
        ("ends with $m", "$m1$ends with $m$m1$"),
        ("ends with $", "$m$ends with $$m$"),
        ("$m$ and $m1", "$m2$$m$ and $m1$m2$"),
        // PostgreSQL sees the delimiter where Swift sees a dollar sign with an accent.
        ("$m$\u{301}", "$m1$$m$\u{301}$m1$"),
    ])
    func aDollarQuoteEndsWhereItsTextEnds(text: String, quoted: String) {
        #expect(Array(dollarQuote(text, tag: "m").utf8) == Array(quoted.utf8))
    }

    @Test func aPrintableTextHoldsNoControlCharacter() {
        #expect(printable("a\n\u{1B}[31m\rü") == "a\\u{a}\\u{1b}[31m\\u{d}ü")
        #expect(printable("\u{202E}x\u{2066}\u{200D}\u{2028}\u{9B}") == "\\u{202e}x\\u{2066}\\u{200d}\\u{2028}\\u{9b}")
        #expect(printableLines("a\n\tb\r") == "a\n\tb\\u{d}")
    }
}
