import SQLText

extension ConfigurationReader {
    /// `[functions."schema.name"]`.
    mutating func readFunctions(_ node: TOMLNode) {
        for entry in entries(node, "[functions]") {
            guard let name = parseRelationName(entry.key) else {
                fail(
                    "[functions]: \"\(entry.key)\" must be \"schema.name\", as in [functions.\"public.search_products\"]"
                        + " (a name with a dot stands in double quotes)", at: entry.keyPlace)
                continue
            }
            if configuration.functions.contains(where: { $0.name == name }) {
                fail("[functions] names \(name) twice", at: entry.keyPlace)
            }
            configuration.mentions.append(ConfigurationMention(.function(name), at: entry.keyPlace))
            configuration.functions.append(
                readFunction(entry, name, title: "functions.\(quoteTOML(entry.key))"))
        }
    }

    private mutating func readFunction(_ function: TOMLEntry, _ name: QualifiedName, title: String) -> FunctionSettings
    {
        var settings = FunctionSettings(name, at: function.keyPlace)
        for entry in entries(function.node, "[\(title)]") {
            let entryTitle = "[\(title)] \(entry.key)"
            switch entry.key {
            case "field": settings.field = graphQLName(entry.node, entryTitle, .function(name))
            case "security_definer":
                if case .bool(let flag) = entry.node.value {
                    settings.allowsSecurityDefiner = flag
                } else {
                    fail("\(entryTitle) must be true or false, not \(entry.node.kindName)", at: entry.node.place)
                }
            case "arguments":
                for argument in entries(entry.node, entryTitle) {
                    configuration.mentions.append(
                        ConfigurationMention(.parameter(name, argument.key), at: argument.keyPlace))
                    settings.argumentNames[argument.key] = graphQLName(
                        argument.node, "\(entryTitle).\(argument.key)", .argument(name, argument.key))
                }
            default: failUnknown(entry, in: title, known: functionKeys.map(\.name))
            }
        }
        return settings
    }
}
