/// The singular of an English noun in lower case; what is singular already stays.
func singular(_ word: String) -> String {
    if uncountables.contains(word) || pluralOfIrregular[word] != nil || singularsInS.contains(word) { return word }
    if let known = singularOfIrregular[word] { return known }
    for (singularEnding, pluralEnding) in irregularEndings where word.hasSuffix(pluralEnding) {
        return word.dropLast(pluralEnding.count) + singularEnding
    }
    if word.hasSuffix("ies") { return word.count > 4 ? word.dropLast(3) + "y" : String(word.dropLast()) }
    if word.hasSuffix("es"), singularsInS.contains(String(word.dropLast(2))) { return String(word.dropLast(2)) }
    for ending in ["sses", "shes", "ches", "xes", "zzes"] where word.hasSuffix(ending) {
        let withE = String(word.dropLast())
        return singularsInE.contains(withE) ? withE : String(word.dropLast(2))
    }
    for ending in ["ss", "us", "is"] where word.hasSuffix(ending) { return word }
    return word.hasSuffix("s") && word.count > 1 ? String(word.dropLast()) : word
}

/// The plural of an English noun in lower case. Equal to the word for one that has none.
func plural(_ word: String) -> String {
    if uncountables.contains(word) { return word }
    if let known = pluralOfIrregular[word] { return known }
    for (singularEnding, pluralEnding) in irregularEndings where word.hasSuffix(singularEnding) {
        return word.dropLast(singularEnding.count) + pluralEnding
    }
    for ending in ["s", "x", "z", "ch", "sh"] where word.hasSuffix(ending) { return word + "es" }
    if word.hasSuffix("y"), let before = word.dropLast().last, !"aeiou".contains(before) {
        return word.dropLast() + "ies"
    }
    return word + "s"
}

/// Words whose plural is the word itself, or that are plurals without a singular in use.
private let uncountables: Set<String> = [
    "advice", "aircraft", "analytics", "athletics", "chassis", "clothes", "cookware", "data", "deer", "economics",
    "electronics", "equipment", "evidence", "feedback", "fish", "furniture", "goods", "graphics", "hardware",
    "headquarters", "homework", "information", "knowledge", "logistics", "luggage", "mail", "mathematics", "means",
    "media", "metadata", "mechanics", "merchandise", "money", "music", "news", "offspring", "physics", "politics",
    "progress", "research", "rice", "series", "sheep", "software", "species", "staff", "statistics", "traffic",
    "weather", "css", "dns", "gps", "https", "ios", "pos", "rss", "sms", "tls",
]

/// Singulars that end in s beyond `-ss`, `-us`, `-is`, and those in `-us` whose plural is `-uses`.
private let singularsInS: Set<String> = [
    "alias", "atlas", "bias", "canvas", "christmas", "gas", "lens", "atlas", "iris", "process", "access", "address",
    "abacus", "apparatus", "bonus", "bus", "campus", "census", "chorus", "circus", "consensus", "focus", "genius",
    "minus", "nexus", "octopus", "opus", "plus", "prospectus", "status", "surplus", "virus", "walrus",
]

/// Singulars whose plural ends like one of `-ches`, `-shes`, `-xes` but keeps its e.
private let singularsInE: Set<String> = [
    "ache", "avalanche", "axe", "cache", "cliche", "creche", "headache", "moustache", "niche", "pastiche", "quiche",
]

private let irregularEndings: [(String, String)] = [("person", "people"), ("child", "children"), ("woman", "women")]

private let pluralOfIrregular: [String: String] = [
    "alumnus": "alumni", "analysis": "analyses", "api": "apis", "appendix": "appendices", "axis": "axes",
    "basis": "bases", "cactus": "cacti", "calf": "calves", "calorie": "calories", "cli": "clis", "cookie": "cookies",
    "corpus": "corpora", "cpu": "cpus", "crisis": "crises", "criterion": "criteria", "diagnosis": "diagnoses",
    "domino": "dominoes", "echo": "echoes", "elf": "elves", "emoji": "emojis", "emphasis": "emphases", "foot": "feet",
    "genus": "genera", "goose": "geese", "gpu": "gpus", "gui": "guis", "guru": "gurus", "haiku": "haikus",
    "half": "halves", "hero": "heroes", "hypothesis": "hypotheses", "index": "indices", "knife": "knives",
    "kpi": "kpis", "leaf": "leaves", "life": "lives", "loaf": "loaves", "man": "men", "matrix": "matrices",
    "menu": "menus", "mouse": "mice", "movie": "movies", "nucleus": "nuclei", "ox": "oxen",
    "parenthesis": "parentheses",
    "phenomenon": "phenomena", "potato": "potatoes", "quiz": "quizzes", "radius": "radii", "roi": "rois",
    "selfie": "selfies", "self": "selves", "shelf": "shelves", "ski": "skis", "sku": "skus", "stimulus": "stimuli",
    "submenu": "submenus", "syllabus": "syllabi", "synopsis": "synopses", "synthesis": "syntheses", "taxi": "taxis",
    "thesis": "theses", "thief": "thieves", "tomato": "tomatoes", "tooth": "teeth", "uri": "uris", "vertex": "vertices",
    "veto": "vetoes", "wife": "wives", "wolf": "wolves", "zombie": "zombies",
]

private let singularOfIrregular: [String: String] = {
    var table = Dictionary(uniqueKeysWithValues: pluralOfIrregular.map { ($1, $0) })
    // Plurals in use beside the ones above, and `bases`, far more often databases than principles.
    table["bases"] = "base"
    table["indexes"] = "index"
    table["matrixes"] = "matrix"
    table["vertexes"] = "vertex"
    return table
}()
