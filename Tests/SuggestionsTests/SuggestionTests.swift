import Suggestions
import Testing

struct SuggestionTests {
    @Test(arguments: [
        ("ordres", "orders"), ("Usr", "user"), ("limti", "limit"), ("schema", "schemas"), ("xyz", nil), ("", nil),
    ])
    func theNearestNameIsFound(name: String, expected: String?) {
        #expect(closestName(to: name, among: ["user", "orders", "limit", "schemas"]) == expected)
    }

    /// A request may hold thousands of unknown names, each as long as it likes.
    @Test func longNamesAndLateCandidatesAreNotCompared() {
        let long = String(repeating: "x", count: 64)
        #expect(closestName(to: long, among: [long]) == nil)
        #expect(closestName(to: String(long.dropLast()), among: [long]) == nil)
        #expect(closestName(to: String(long.dropFirst(2)), among: [String(long.dropFirst())]) != nil)
        #expect(closestName(to: "ordres", among: Array(repeating: "zzz", count: 1_000) + ["orders"]) == nil)
    }

    @Test func lettersWithMarksCount() {
        #expect(closestName(to: "größen", among: ["grösse", "größe"]) == "größe")
    }

    @Test func aTieGoesToTheFirstName() {
        #expect(closestName(to: "ax", among: ["ay", "ab"]) == "ab")
    }
}
