import Suggestions
import Testing

struct SuggestionTests {
    @Test(arguments: [
        ("ordres", "orders"), ("Usr", "user"), ("limti", "limit"), ("schema", "schemas"), ("xyz", nil), ("", nil),
    ])
    func theNearestNameIsFound(name: String, expected: String?) {
        #expect(closestName(to: name, among: ["user", "orders", "limit", "schemas"]) == expected)
    }

    @Test func aTieGoesToTheFirstName() {
        #expect(closestName(to: "ax", among: ["ay", "ab"]) == "ab")
    }
}
