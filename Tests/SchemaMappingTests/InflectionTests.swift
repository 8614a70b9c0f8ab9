@testable import SchemaMapping
import Testing

@Suite struct InflectionTests {
    @Test(arguments: [
        ("user", "users"), ("person", "people"), ("child", "children"), ("status", "statuses"),
        ("address", "addresses"), ("category", "categories"), ("day", "days"), ("box", "boxes"), ("branch", "branches"),
        ("cache", "caches"), ("index", "indices"), ("analysis", "analyses"), ("house", "houses"), ("course", "courses"),
        ("database", "databases"), ("movie", "movies"), ("tie", "ties"), ("bus", "buses"), ("quiz", "quizzes"),
        ("leaf", "leaves"), ("archive", "archives"), ("hero", "heroes"), ("photo", "photos"), ("shoe", "shoes"),
        ("api", "apis"), ("menu", "menus"), ("alias", "aliases"), ("lens", "lenses"), ("process", "processes"),
        ("warehouse", "warehouses"), ("response", "responses"), ("expense", "expenses"), ("purchase", "purchases"),
        ("axis", "axes"), ("matrix", "matrices"), ("key", "keys"), ("salesperson", "salespeople"), ("size", "sizes"),
        ("invoice", "invoices"), ("inventory", "inventories"), ("language", "languages"), ("wish", "wishes"),
        ("base", "bases"), ("tax", "taxes"), ("class", "classes"), ("page", "pages"), ("use", "uses"),
        ("clause", "clauses"), ("cookie", "cookies"), ("woman", "women"), ("uri", "uris"), ("prize", "prizes"),
        ("release", "releases"), ("canvas", "canvases"), ("campus", "campuses"), ("human", "humans"),
        ("schema", "schemas"), ("area", "areas"), ("video", "videos"), ("potato", "potatoes"), ("toe", "toes"),
        ("license", "licenses"), ("exercise", "exercises"), ("bias", "biases"), ("gas", "gases"),
    ])
    func singularAndPlural(one: String, many: String) {
        #expect(singular(many) == one)
        #expect(singular(one) == one)
        #expect(plural(one) == many)
    }

    @Test(arguments: ["data", "series", "news", "species", "sheep", "staff", "metadata", "information", "media"])
    func uncountableWordsStay(word: String) {
        #expect(singular(word) == word)
        #expect(plural(word) == word)
    }
}

@Suite struct WordsTests {
    @Test(arguments: [
        ("order_lines", "orderLines"), ("OrderLines", "orderLines"), ("order lines", "orderLines"),
        ("HTMLPage", "htmlPage"), ("userID", "userId"), ("line_2", "line2"), ("2fa", "_2fa"),
        ("__typename", "typename"),
        ("Größe", "groesse"), ("it's", "its"), ("日本", "u65e5u672c"), ("日本_id", "u65e5u672cId"), ("-", "u2d"),
        ("naïve", "naive"), ("nai\u{308}ve", "naive"), ("Заказ", "zakaz"), ("Ωmega", "omega"), ("a$b", "aB"),
        ("ALL_CAPS", "allCaps"), ("x", "x"), ("", ""), ("\"", "u22"), ("ŁÓDŹ", "lodz"),
    ])
    func namesBecomeCamelCase(name: String, field: String) {
        #expect(camelCase(words(of: name)) == field)
    }

    @Test(arguments: [
        ("PG-13", "PG_13"), ("so so", "so_so"), ("true", "true_"), ("", "_empty"), ("1st", "_1st_"), ("__x", "_x"),
        ("é", "e"), ("ok", "ok"), ("-", "u2d"),
    ])
    func labelsBecomeValues(label: String, value: String) {
        #expect(enumValueName(label) == value)
    }
}
