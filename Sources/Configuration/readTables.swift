import SQLText

extension ConfigurationReader {
    /// `[tables."schema.relation"]`.
    mutating func readTables(_ node: TOMLNode) {
        var seen: Set<QualifiedName> = []
        for table in entries(node, "[tables]") {
            guard let relation = parseRelationName(table.key) else {
                fail(
                    "[tables]: \"\(table.key)\" must be \"schema.relation\", as in [tables.\"public.users\"]"
                        + " (a name with a dot stands in double quotes)", at: table.keyPlace)
                continue
            }
            if !seen.insert(relation).inserted { fail("[tables] names \(relation) twice", at: table.keyPlace) }
            configuration.mentions.append(ConfigurationMention(.relation(relation), at: table.keyPlace))
            readTable(table.node, relation, title: "tables.\(quoteTOML(table.key))")
        }
    }

    private mutating func readTable(_ node: TOMLNode, _ relation: QualifiedName, title: String) {
        var names = RelationNames()
        for entry in entries(node, "[\(title)]") {
            let entryTitle = "[\(title)] \(entry.key)"
            switch entry.key {
            case "type": names.type = graphQLName(entry.node, entryTitle, .relation(relation, "type"))
            case "single": names.single = graphQLName(entry.node, entryTitle, .relation(relation, "single"))
            case "list": names.list = graphQLName(entry.node, entryTitle, .relation(relation, "list"))
            case "embed":
                guard let names = texts(entry.node, entryTitle) else { continue }
                configuration.embeds[relation] = names.map(\.text)
                configuration.mentions += names.map { ConfigurationMention(.embed(relation, $0.text), at: $0.place) }
            case "key":
                guard let columns = texts(entry.node, entryTitle) else { continue }
                if columns.isEmpty { fail("\(entryTitle) must name a column", at: entry.node.place) }
                configuration.choices[.relation(relation, "key")] = entry.keyPlace
                configuration.declaredKeys[relation] = columns.map { mention($0, of: relation) }
            case "tenancy": readTenancyRule(entry, relation, title: entryTitle)
            case "references": readReferences(entry.node, relation, title: "\(title).references")
            case "columns": readColumns(entry.node, relation, title: "\(title).columns")
            case "relations": readForeignKeys(entry.node, relation, title: "\(title).relations")
            default: failUnknown(entry, in: title, known: tableKeys.map(\.name))
            }
        }
        if names != RelationNames() { configuration.relationNames[relation] = names }
    }

    private mutating func readColumns(_ node: TOMLNode, _ relation: QualifiedName, title: String) {
        for entry in entries(node, "[\(title)]") {
            let column = ColumnName(relation, entry.key)
            configuration.mentions.append(ConfigurationMention(.column(column), at: entry.keyPlace))
            configuration.columnNames[column] = graphQLName(entry.node, "[\(title)] \(entry.key)", .column(column))
        }
    }

    private mutating func readForeignKeys(_ node: TOMLNode, _ relation: QualifiedName, title: String) {
        for entry in entries(node, "[\(title)]") {
            let key = ForeignKeyName(relation, entry.key)
            configuration.mentions.append(ConfigurationMention(.foreignKey(key), at: entry.keyPlace))
            let keyTitle = "\(title).\(entry.key)"
            var names = ForeignKeyFieldNames()
            for name in entries(entry.node, "[\(keyTitle)]") {
                func chosen() -> String? {
                    graphQLName(name.node, "[\(keyTitle)] \(name.key)", .foreignKey(key, name.key))
                }
                switch name.key {
                case "to_one": names.toOne = chosen()
                case "to_many": names.toMany = chosen()
                case "through": names.through = chosen()
                default: failUnknown(name, in: keyTitle, known: ["to_one", "to_many", "through"])
                }
            }
            configuration.foreignKeyNames[key] = names
        }
    }

    /// `customer = { columns = ["customer_id"], table = "public.customers", to = ["id"] }`
    private mutating func readReferences(_ node: TOMLNode, _ relation: QualifiedName, title: String) {
        for entry in entries(node, "[\(title)]") {
            let keyTitle = "\(title).\(entry.key)"
            let name = ForeignKeyName(relation, entry.key)
            let errorsBefore = errors.count
            var names = ForeignKeyFieldNames()
            var (columns, target, targetColumns):
                ([String]?, QualifiedName?, [(text: String, place: ConfigurationPlace)]?)
            for item in entries(entry.node, "[\(keyTitle)]") {
                let itemTitle = "[\(keyTitle)] \(item.key)"
                switch item.key {
                case "columns": columns = texts(item.node, itemTitle)?.map { mention($0, of: relation).column }
                case "to": targetColumns = texts(item.node, itemTitle)
                case "table":
                    guard let text = text(item.node, itemTitle) else { continue }
                    target = parseRelationName(text)
                    guard let target else {
                        fail("\(itemTitle): \"\(text)\" must be \"schema.relation\"", at: item.node.place)
                        continue
                    }
                    configuration.mentions.append(ConfigurationMention(.relation(target), at: item.node.place))
                case "to_one": names.toOne = graphQLName(item.node, itemTitle, .foreignKey(name, "to_one"))
                case "to_many": names.toMany = graphQLName(item.node, itemTitle, .foreignKey(name, "to_many"))
                default:
                    failUnknown(item, in: keyTitle, known: ["columns", "table", "to", "to_one", "to_many"])
                }
            }
            guard let columns, let target, let targetColumns, !columns.isEmpty, columns.count == targetColumns.count
            else {
                // What is wrong with one of them is said already.
                if errors.count > errorsBefore { continue }
                fail(
                    "[\(keyTitle)] needs columns, table and to, with as many columns on both sides", at: entry.keyPlace)
                continue
            }
            configuration.mentions.append(ConfigurationMention(.reference(name), at: entry.keyPlace))
            configuration.foreignKeyNames[name] = names
            configuration.declaredReferences[relation, default: []].append(
                DeclaredReference(
                    name: entry.key, columns: columns, target: target,
                    targetColumns: targetColumns.map { mention($0, of: target).column }, place: entry.keyPlace))
        }
    }

    private mutating func mention(
        _ item: (text: String, place: ConfigurationPlace), of relation: QualifiedName
    ) -> ColumnName {
        let column = ColumnName(relation, item.text)
        configuration.mentions.append(ConfigurationMention(.column(column), at: item.place))
        return column
    }

    mutating func graphQLName(
        _ node: TOMLNode, _ title: String, _ choice: ConfigurationChoice
    ) -> String? {
        guard let name = text(node, title) else { return nil }
        if isGraphQLName(name) {
            configuration.choices[choice] = node.place
            return name
        }
        fail(
            "\(title): \"\(name)\" is no GraphQL name (letters, digits and _, not first a digit, not first two _)",
            at: node.place)
        return nil
    }
}
