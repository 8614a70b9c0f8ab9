import Configuration

/// The words of a database name, in lower-case ASCII: `OrderLines`, `order_lines` and `order lines` give order, lines.
/// Total: a name without any letter or digit is spelled by its code points (`!` is `u21`).
func words(of name: String) -> [String] {
    var result: [String] = []
    var word = ""
    var isEscape = false
    func close() {
        if !word.isEmpty { result += isEscape ? [word] : splitAtCapitals(word) }
        word = ""
    }
    for scalar in name.unicodeScalars {
        switch spelling(of: scalar) {
        case .letters(let letters):
            if isEscape { close() }
            isEscape = false
            word += letters
        case .escape(let code):
            if !isEscape { close() }
            isEscape = true
            word += code
        case .separator:
            close()
        }
    }
    close()
    return result.isEmpty ? [name.unicodeScalars.map(escape).joined()] : result
}

/// `orderLine`. A digit in front gets an underscore, since no GraphQL name starts with one.
func camelCase(_ words: [String]) -> String {
    beginningName(words[0] + words.dropFirst().map(capitalize).joined())
}

/// `OrderLine`.
func pascalCase(_ words: [String]) -> String {
    beginningName(words.map(capitalize).joined())
}

/// `Order` from `order`, for any name.
func capitalize(_ word: String) -> String {
    word.prefix(1).uppercased() + word.dropFirst()
}

/// `order_line`.
func snakeCase(_ words: [String]) -> String {
    words.joined(separator: "_")
}

/// An enum label as a GraphQL name: itself where GraphQL allows, else with `_` for what it forbids (`PG-13`: `PG_13`).
func enumValueName(_ label: String) -> String {
    if isGraphQLName(label), !["true", "false", "null"].contains(label) { return label }
    var name = ""
    for scalar in label.unicodeScalars {
        switch spelling(of: scalar) {
        case .letters(let letters): name += letters
        case .escape(let code): name += code
        case .separator: name += "_"
        }
    }
    while name.hasPrefix("__") { name.removeFirst() }
    if name.isEmpty || name == "_" { name = label.isEmpty ? "_empty" : label.unicodeScalars.map(escape).joined() }
    return isGraphQLName(name) && !["true", "false", "null"].contains(name) ? name : beginningName(name) + "_"
}

private func beginningName(_ name: String) -> String {
    guard let first = name.unicodeScalars.first, isDigit(first) else { return name }
    return "_" + name
}

private enum Spelling {
    case letters(String)
    case escape(String)
    case separator
}

private func spelling(of scalar: Unicode.Scalar) -> Spelling {
    if isLetterOrDigit(scalar) { return .letters(String(scalar)) }
    if scalar == "'" || scalar == "\u{2019}" { return .letters("") }
    if scalar.isASCII { return .separator }
    if let letters = transliterations[scalar] { return .letters(letters) }
    switch scalar.properties.generalCategory {
    case .nonspacingMark: return .letters("")
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
        .finalPunctuation, .otherPunctuation, .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format:
        return .separator
    default: return .escape(escape(scalar))
    }
}

private func escape(_ scalar: Unicode.Scalar) -> String {
    "u" + String(scalar.value, radix: 16)
}

/// `HTMLPage2Go` to html, page2, go.
private func splitAtCapitals(_ word: String) -> [String] {
    let scalars = Array(word.unicodeScalars)
    var result: [String] = []
    var current = ""
    for (index, scalar) in scalars.enumerated() {
        if index > 0, isUpper(scalar) {
            let followsLower = !isUpper(scalars[index - 1])
            let startsWord = index + 1 < scalars.count && isLower(scalars[index + 1])
            if followsLower || startsWord {
                result.append(current.lowercased())
                current = ""
            }
        }
        current.unicodeScalars.append(scalar)
    }
    return current.isEmpty ? result : result + [current.lowercased()]
}

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
private func isUpper(_ scalar: Unicode.Scalar) -> Bool { ("A"..."Z").contains(scalar) }
private func isLower(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(scalar) }
private func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    isDigit(scalar) || isUpper(scalar) || isLower(scalar)
}

/// Latin letters with marks, Greek and Cyrillic, as they are commonly written in ASCII. Each upper-case letter follows
/// from its lower-case one.
private let transliterations: [Unicode.Scalar: String] = {
    let lower = """
        à a á a â a ã a ä ae å aa ā a ă a ą a æ ae ç c ć c ĉ c ċ c č c ď d đ d ð d è e é e ê e ë e ē e ĕ e ė e ę e ě e
        ĝ g ğ g ġ g ģ g ĥ h ħ h ì i í i î i ï i ĩ i ī i ĭ i į i ı i ĵ j ķ k ĺ l ļ l ľ l ł l ñ n ń n ņ n ň n ò o ó o ô o
        õ o ö oe ø oe ō o ŏ o ő o œ oe ŕ r ŗ r ř r ś s ŝ s ş s š s ș s ß ss þ th ţ t ť t ŧ t ț t ù u ú u û u ü ue ũ u
        ū u ŭ u ů u ű u ų u ŵ w ý y ÿ y ŷ y ź z ż z ž z
        α a β b γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o
        ά a έ e ή i ί i ό o ύ y ώ o
        а a б b в v г g д d е e ё e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh
        щ shch ы y э e ю yu я ya є ie і i ї i ґ g
        """
    let parts = lower.split { $0 == " " || $0 == "\n" }
    var table: [Unicode.Scalar: String] = ["ъ": "", "ь": "", "Ъ": "", "Ь": ""]
    for index in stride(from: 0, to: parts.count - 1, by: 2) {
        guard let scalar = parts[index].unicodeScalars.first else { continue }
        let letters = String(parts[index + 1])
        table[scalar] = letters
        let upper = scalar.properties.uppercaseMapping.unicodeScalars
        if let first = upper.first, upper.count == 1, first != scalar, !first.isASCII {
            table[first] = capitalize(letters)
        }
    }
    return table
}()
