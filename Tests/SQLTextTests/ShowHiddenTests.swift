import SQLText
import Testing

struct ShowHiddenTests {
    @Test(arguments: [
        ("select 'a\nb', \"c\"; -- d", "select 'a\nb', \"c\"; -- d"),
        ("\"a\nb\"", "U&\"a\\000ab\""),
        ("\"a\\\u{1b}\"\"b\"", "U&\"a\\\\\\001b\"\"b\""),
        ("\"\u{e0001}\"", "U&\"\\+0e0001\""),
        ("'\u{202e}it''s \\ here'", "E'\\u202eit''s \\\\ here'"),
        ("E'\\'\u{7f}\\\\'", "E'\\'\\u007f\\\\'"),
        ("x'\u{200b}'", "x E'\\u200b'"),
        ("'public.\"a\n-- step 2\"'", "E'public.\"a\\u000a-- step 2\"'"),
        ("$m$it's \u{85}$m$", "E'it''s \\u0085'"),
        ("$m$a\nb$m$", "$m$a\nb$m$"),
        ("-- a\u{1b}[2J\nselect 1", "-- a\\u{1b}[2J\nselect 1"),
        ("/* a\u{2028}\n/* '\u{1} */ */ \"\u{1}\"", "/* a\\u{2028}\n/* '\\u{1} */ */ U&\"\\0001\""),
        ("a$1 $2 '\u{1}", "a$1 $2 E'\\u0001'"),
    ])
    func whatIsHiddenIsWrittenAsAnEscape(script: String, shown: String) {
        #expect(Array(showHidden(script).utf8) == Array(shown.utf8), "\(showHidden(script))")
        #expect(showHidden(shown) == shown)
    }

    @Test func jsonKeepsItsMeaning() {
        #expect(escapingHidden("{\"a\u{202e}\u{e0001}\":1}") == "{\"a\\u202e\\udb40\\udc01\":1}")
    }

    @Test func hashesStayAsTheyAre() {
        // The published values of FNV-1a.
        #expect(hexadecimal(stableHash("foobar")) == "85944171f73967e8")
        #expect(hexadecimal(shortStableHash("foobar")) == "bf9cf968")
        #expect(hexadecimal(UInt32(10)) == "0000000a")
    }
}
