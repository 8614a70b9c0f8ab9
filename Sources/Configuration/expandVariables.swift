extension ConfigurationReader {
    /// Replaces each `${NAME}` by the environment's value; a `$` without a brace stands for itself.
    mutating func expand(
        _ text: String, _ title: String, _ place: ConfigurationPlace, _ environment: (String) -> String?
    ) -> String? {
        var result = ""
        var rest = Substring(text)
        while let start = rest.firstRange(of: "${") {
            result += rest[..<start.lowerBound]
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: "}") else {
                fail("\(title): \"${\" without \"}\"", at: place)
                return nil
            }
            let name = String(rest[..<end])
            rest = rest[rest.index(after: end)...]
            guard isVariableName(name) else {
                fail("\(title): \"${\(name)}\" does not name an environment variable", at: place)
                return nil
            }
            guard let value = environment(name) else {
                fail("\(title): the environment variable \(name) is not set", at: place)
                return nil
            }
            result += value
        }
        return result + rest
    }
}

private func isVariableName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return name.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }
}
