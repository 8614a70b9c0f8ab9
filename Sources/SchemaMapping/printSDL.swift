import SQLText

/// The schema in GraphQL's definition language: Query, interfaces, objects, enums, inputs, scalars, each group in name order.
/// What every GraphQL server has (built-in scalars, introspection, directives) is left out.
package func printSDL(_ schema: GraphQLSchema) -> String {
    let builtIn = Set(builtInScalars.map(\.name))
    let names = schema.typeNames.filter { !$0.hasPrefix("__") && !builtIn.contains($0) }
    let groups = Dictionary(grouping: names) { rank($0, schema) }.sorted { $0.key < $1.key }
    return groups.flatMap(\.value).compactMap { schema.passingType($0).map(printType) }.joined(separator: "\n")
}

private func rank(_ name: String, _ schema: GraphQLSchema) -> Int {
    switch schema.kind(ofType: name) {
    case .object?: name == schema.queryType ? 0 : 2
    case .interface?: 1
    case .enumeration?: 3
    case .inputObject?: 4
    case .scalar?, nil: 5
    }
}

private func printType(_ type: TypeDefinition) -> String {
    switch type {
    case .scalar(let scalar):
        let specified = scalar.specifiedBy.map { " @specifiedBy(url: \(quoted($0)))" } ?? ""
        return printDescription(scalar.description, "") + "scalar \(scalar.name)\(specified)\n"
    case .interface(let interface):
        return printDescription(interface.description, "") + "interface \(interface.name)"
            + braces(interface.fields.map(printField).joined())
    case .object(let object):
        // An object without fields has no braces; the model that gives one is refused by `mapSchema`.
        let fields = object.fields.map(printField).joined()
        let implements = object.interfaces.isEmpty ? "" : " implements \(object.interfaces.joined(separator: " & "))"
        return printDescription(object.description, "") + "type \(object.name)\(implements)" + braces(fields)
    case .enumeration(let enumeration):
        let values = enumeration.values.map { value in
            printDescription(value.description, "  ") + "  \(value.name)\(deprecation(value.deprecationReason))\n"
        }.joined()
        return printDescription(enumeration.description, "") + "enum \(enumeration.name)" + braces(values)
    case .inputObject(let object):
        let fields = object.fields.map { printDescription($0.description, "  ") + "  \(printInputValue($0))\n" }
            .joined()
        let oneOf = object.isOneOf ? " @oneOf" : ""
        return printDescription(object.description, "") + "input \(object.name)\(oneOf)" + braces(fields)
    }
}

private func braces(_ lines: String) -> String { lines.isEmpty ? "\n" : " {\n\(lines)}\n" }

private func printField(_ field: FieldDefinition) -> String {
    let head = printDescription(field.description, "  ") + "  \(field.name)"
    let tail = ": \(field.type)\(deprecation(field.deprecationReason))\n"
    guard !field.arguments.isEmpty else { return head + tail }
    // Described arguments stand on lines of their own.
    guard field.arguments.contains(where: { $0.description != nil }) else {
        return head + "(" + field.arguments.map(printInputValue).joined(separator: ", ") + ")" + tail
    }
    let lines = field.arguments.map { printDescription($0.description, "    ") + "    \(printInputValue($0))\n" }
    return head + "(\n" + lines.joined() + "  )" + tail
}

private func printInputValue(_ value: InputValueDefinition) -> String {
    "\(value.name): \(value.type)" + (value.defaultValue.map { " = \($0)" } ?? "")
}

private func deprecation(_ reason: String?) -> String {
    reason.map { " @deprecated(reason: \(quoted($0)))" } ?? ""
}

/// A block string (specification, section 2.9.4), unless the text has what a block string would change: blank lines
/// around it, spaces in front, hidden characters.
private func printDescription(_ description: String?, _ indentation: String) -> String {
    guard let description else { return "" }
    guard survivesBlock(description) else { return "\(indentation)\(quoted(description))\n" }
    let escaped = description.split(separator: "\"\"\"", omittingEmptySubsequences: false).joined(separator: "\\\"\"\"")
    if !escaped.contains("\n"), !escaped.hasSuffix("\""), !escaped.hasSuffix("\\") {
        return "\(indentation)\"\"\"\(escaped)\"\"\"\n"
    }
    let lines = escaped.split(separator: "\n", omittingEmptySubsequences: false).map {
        $0.isEmpty ? "" : indentation + $0
    }
    return "\(indentation)\"\"\"\n" + lines.joined(separator: "\n") + "\n\(indentation)\"\"\"\n"
}

private func survivesBlock(_ text: String) -> Bool {
    guard !text.isEmpty, text.unicodeScalars.allSatisfy({ !isHidden($0) || $0 == "\n" || $0 == "\t" }) else {
        return false
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    func isBlank(_ line: Substring) -> Bool { line.allSatisfy { $0 == " " || $0 == "\t" } }
    guard let first = lines.first, let last = lines.last, !isBlank(first), !isBlank(last) else { return false }
    return !lines.contains { $0.hasPrefix(" ") || $0.hasPrefix("\t") }
}

private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        default: result += escapingHidden(String(scalar))
        }
    }
    return result + "\""
}
