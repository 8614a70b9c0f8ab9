import SQLText
import Suggestions

/// Reads `fraiseql.toml`. All errors come together, each with its place; a key that is not known is one of them.
/// `environment` answers the `${NAME}` of `[database] url`.
package func readConfiguration(
    _ text: String, environment: (String) -> String?
) throws(ConfigurationErrors) -> Configuration {
    let root = try parseTOML(text)
    var reader = ConfigurationReader()
    reader.readSections(root, environment)
    reader.checkTogether()
    if !reader.errors.isEmpty {
        throw ConfigurationErrors(reader.errors, readable: reader.knowsSchemas ? reader.configuration : nil)
    }
    return reader.configuration
}

struct ConfigurationReader {
    var configuration = Configuration()
    var errors: [ConfigurationError] = []
    /// Where each key of `configurationKeys` stands, for the checks that compare two of them.
    var places: [String: ConfigurationPlace] = [:]
    /// False where `[api] schemas` could not be read: nobody can tell then what the other names mean.
    private(set) var knowsSchemas = true

    mutating func fail(_ message: String, at place: ConfigurationPlace) {
        errors.append(ConfigurationError(message, at: place))
    }

    mutating func failUnknown(_ entry: TOMLEntry, in section: String, known: [String]) {
        let title = section.isEmpty ? entry.key : "[\(section)] \(entry.key)"
        let suggestion = suggestionSuffix(for: entry.key, among: known)
        if keysNotBuilt[section]?.contains(entry.key) == true {
            fail("\(title) is not built yet: remove it", at: entry.keyPlace)
        } else if let home = sectionOfKey(entry.key), !entry.node.isTable {
            let place = section.isEmpty ? "above all sections" : "in [\(section)]"
            fail("\"\(entry.key)\" stands \(place): it belongs in [\(home)]", at: entry.keyPlace)
        } else if section.isEmpty, entry.node.isTable {
            fail("unknown section \"\(entry.key)\"\(suggestion)", at: entry.keyPlace)
        } else if section.isEmpty {
            fail(
                "unknown key \"\(entry.key)\" above all sections: each key stands below the [name] of its section",
                at: entry.keyPlace)
        } else {
            fail("unknown key \"\(entry.key)\" in [\(section)]\(suggestion)", at: entry.keyPlace)
        }
    }

    /// Where a key that stands elsewhere is known.
    private func sectionOfKey(_ name: String) -> String? {
        if let key = configurationKeys.first(where: { $0.name == name }) { return key.section }
        func has(_ keys: [(name: String, type: String, byDefault: String, meaning: String)]) -> Bool {
            keys.contains { $0.name == name && $0.type != "section" }
        }
        if has(tableKeys) { return "tables.\"schema.relation\"" }
        return has(functionKeys) ? "functions.\"schema.name\"" : nil
    }

    /// The entries of a section; none, and an error, when it is something else.
    mutating func entries(_ node: TOMLNode, _ title: String) -> [TOMLEntry] {
        if case .table(let entries) = node.value { return entries }
        fail("\(title) must be a section, not \(node.kindName)", at: node.place)
        return []
    }

    mutating func text(_ node: TOMLNode, _ title: String) -> String? {
        guard case .string(let text) = node.value else {
            fail("\(title) must be a string, not \(node.kindName)", at: node.place)
            return nil
        }
        // PostgreSQL and the system's calls both end a text there.
        if text.unicodeScalars.contains("\0") {
            fail("\(title) must not hold the character U+0000", at: node.place)
            return nil
        }
        if text.isEmpty {
            fail("\(title) must not be empty", at: node.place)
            return nil
        }
        return text
    }

    mutating func texts(_ node: TOMLNode, _ title: String) -> [(text: String, place: ConfigurationPlace)]? {
        guard case .array(let elements) = node.value else {
            fail("\(title) must be a list of strings, not \(node.kindName)", at: node.place)
            return nil
        }
        var result: [(text: String, place: ConfigurationPlace)] = []
        for element in elements {
            guard let text = text(element, "an element of \(title)") else { continue }
            if result.contains(where: { $0.text.utf8.elementsEqual(text.utf8) }) {
                fail("\(title) holds \"\(text)\" twice", at: element.place)
            } else {
                result.append((text, element.place))
            }
        }
        return result
    }

    mutating func readSections(_ root: TOMLNode, _ environment: (String) -> String?) {
        let keys = configurationKeys
        var sections: [String] = []
        for key in keys where !sections.contains(key.section) { sections.append(key.section) }
        for section in entries(root, "the file") {
            if section.key == "tables" {
                readTables(section.node)
            } else if section.key == "functions" {
                readFunctions(section.node)
            } else if section.key == "auth" {
                readAuthentication(section)
            } else if sections.contains(section.key) {
                for entry in entries(section.node, "[\(section.key)]") {
                    if section.key == "tenancy", entry.key == "existing_roles" {
                        readExistingRoles(entry.node)
                        continue
                    }
                    guard let key = keys.first(where: { $0.section == section.key && $0.name == entry.key }) else {
                        let known = keys.filter { $0.section == section.key }.map(\.name)
                        failUnknown(entry, in: section.key, known: known)
                        continue
                    }
                    places["\(section.key).\(entry.key)"] = entry.node.place
                    read(key, entry.node, environment)
                }
            } else {
                failUnknown(section, in: "", known: sections + ["auth", "tables", "functions"])
            }
        }
    }

    private mutating func read(_ key: ConfigurationKey, _ node: TOMLNode, _ environment: (String) -> String?) {
        let title = "[\(key.section)] \(key.name)"
        switch key.kind {
        case .text(let path):
            if let text = text(node, title) { configuration[keyPath: path] = text }
        case .optionalText(let path):
            if let text = text(node, title) { configuration[keyPath: path] = text }
        case .role(let path):
            guard let name = text(node, title) else { return }
            configuration[keyPath: path] = name
            configuration.mentions.append(ConfigurationMention(.role(name), at: node.place))
        case .hostAndPort(let path):
            guard let text = text(node, title) else { return }
            if let address = HostAndPort(text) {
                configuration[keyPath: path] = address
            } else {
                fail(
                    "\(title): \"\(text)\" is no HOST:PORT, such as \"127.0.0.1:8080\" or \"[::1]:8080\"",
                    at: node.place)
            }
        case .url(let path):
            if let text = text(node, title) {
                configuration[keyPath: path] = expand(text, title, node.place, environment)
            }
        case .schemas(let path):
            let errorsBefore = errors.count
            defer { knowsSchemas = errors.count == errorsBefore }
            guard let names = texts(node, title) else { return }
            if names.isEmpty { fail("\(title) must name at least one schema", at: node.place) }
            for name in names {
                if isReserved(schema: name.text) {
                    fail("\(title): the schema \"\(name.text)\" cannot be exposed", at: name.place)
                }
                configuration.mentions.append(ConfigurationMention(.schema(name.text), at: name.place))
            }
            configuration[keyPath: path] = names.map(\.text)
        case .exclusions: readExclusions(node, title)
        case .origins(let path):
            for origin in texts(node, title) ?? [] {
                guard origin.text == "*" || isOrigin(origin.text) else {
                    fail(
                        "\(title): \"\(origin.text)\" is no origin as browsers write it: \"https://app.example.com\", with a port "
                            + "where it is not the scheme's own, in small letters and without a path", at: origin.place)
                    continue
                }
                configuration[keyPath: path].append(origin.text)
            }
        case .texts(let path):
            if let texts = texts(node, title) { configuration[keyPath: path] = texts.map(\.text) }
        case .optionalTables(let path): configuration[keyPath: path] = tables(node, title)
        case .count(let path, let bounds):
            if let count = count(node, title, bounds) { configuration[keyPath: path] = count }
        case .optionalCount(let path, let bounds):
            if let count = count(node, title, bounds) { configuration[keyPath: path] = count }
        case .flag(let path):
            if let flag = flag(node, title) { configuration[keyPath: path] = flag }
        case .duration(let path, let bounds):
            if let duration = duration(node, title, bounds) { configuration[keyPath: path] = duration }
        }
    }

    mutating func flag(_ node: TOMLNode, _ title: String) -> Bool? {
        if case .bool(let flag) = node.value { return flag }
        fail("\(title) must be true or false, not \(node.kindName)", at: node.place)
        return nil
    }

    private mutating func count(_ node: TOMLNode, _ title: String, _ bounds: ClosedRange<Int>) -> Int? {
        guard case .integer(let count) = node.value else {
            fail("\(title) must be an integer, not \(node.kindName)", at: node.place)
            return nil
        }
        if bounds.contains(count) { return count }
        fail("\(title) must be from \(bounds.lowerBound) to \(bounds.upperBound), not \(count)", at: node.place)
        return nil
    }

    mutating func duration(_ node: TOMLNode, _ title: String, _ bounds: ClosedRange<Duration>) -> Duration? {
        guard case .string(let text) = node.value, let duration = parseDuration(text) else {
            fail("\(title) must be a duration such as \"250ms\", \"2s\", \"5min\" or \"1h\"", at: node.place)
            return nil
        }
        if bounds.contains(duration) { return duration }
        let (least, most) = (formatDuration(bounds.lowerBound), formatDuration(bounds.upperBound))
        fail("\(title) must be from \(least) to \(most), not \(text)", at: node.place)
        return nil
    }

    private mutating func tables(_ node: TOMLNode, _ title: String) -> [QualifiedName] {
        (texts(node, title) ?? []).compactMap { item in
            guard let relation = parseRelationName(item.text) else {
                fail("\(title): \"\(item.text)\" must be \"schema.relation\"", at: item.place)
                return nil
            }
            configuration.mentions.append(ConfigurationMention(.relation(relation), at: item.place))
            return relation
        }
    }

    private mutating func readExclusions(_ node: TOMLNode, _ title: String) {
        for item in texts(node, title) ?? [] {
            guard let parts = splitObjectName(item.text), parts.count == 2 || parts.count == 3 else {
                fail(
                    "\(title): \"\(item.text)\" must be \"schema.relation\" or \"schema.relation.column\""
                        + " (a name with a dot stands in double quotes)", at: item.place)
                continue
            }
            let relation = QualifiedName(parts[0], parts[1])
            if parts.count == 2 {
                configuration.excludedRelations.insert(relation)
                configuration.mentions.append(ConfigurationMention(.relation(relation), at: item.place))
            } else {
                let column = ColumnName(relation, parts[2])
                configuration.excludedColumns.insert(column)
                configuration.mentions.append(ConfigurationMention(.column(column), at: item.place))
            }
        }
    }

    /// What no single key can tell.
    mutating func checkTogether() {
        checkAuthentication()
        let (size, most) = (configuration.defaultPageSize, configuration.maximumPageSize)
        if let place = places["api.default_page_size"], size > most {
            let note = places["api.max_page_size"] == nil ? ", which no key sets: set it as well" : ""
            fail("[api] default_page_size (\(size)) is above max_page_size (\(most))\(note)", at: place)
        }
        configuration.defaultPageSize = min(size, most)
        configuration.lockTimeoutPlace = places["migrations.lock_timeout"]
        checkTenancy(places)
        let apiPlace = places["api.schema"] ?? places["api.schemas"] ?? ConfigurationPlace.start
        if isReserved(schema: configuration.apiSchema) {
            fail("[api] schema: \"\(configuration.apiSchema)\" cannot hold the generated objects", at: apiPlace)
        } else if configuration.exposedSchemas.contains(configuration.apiSchema) {
            fail(
                "[api] schema: \"\(configuration.apiSchema)\" is one of the exposed schemas; choose another",
                at: apiPlace)
        }
        if configuration.apiSchema.utf8.count > 63 {
            fail("[api] schema: PostgreSQL cuts names after 63 bytes", at: apiPlace)
        }
        if configuration.apiSchema.unicodeScalars.contains(where: isHidden) {
            fail("[api] schema must not hold characters that cannot be seen", at: apiPlace)
        }
    }
}

/// `https://app.example.com:8443` (the URL standard, "origin").
private func isOrigin(_ text: String) -> Bool {
    for scheme in ["https://", "http://"] where text.hasPrefix(scheme) {
        let host = text.dropFirst(scheme.utf8.count)
        let isPlain = host.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x3A).contains(byte) || [0x2D, 0x2E, 0x5B, 0x5D].contains(byte)
        }
        return !host.isEmpty && isPlain && !host.hasSuffix(scheme == "https://" ? ":443" : ":80")
            && !host.hasSuffix(":")
    }
    return false
}

/// PostgreSQL's schemas, and the companion's own.
func isReserved(schema: String) -> Bool {
    schema.hasPrefix("pg_") || schema == "information_schema" || schema == "fraiseql"
}
