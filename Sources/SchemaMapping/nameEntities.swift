import CatalogModel
import Configuration
import SQLText

/// What an entity is called everywhere.
struct EntityNames {
    var type: String
    /// The field of one row: `order`.
    var single: String
    /// The field of many rows: `orders`.
    var list: String
    /// `v_order`.
    var view: String
}

/// Every name that is unique in the whole API.
struct NameSpaces {
    var types = NameScope(reserved: GeneratedNames.reservedTypes)
    var rootFields = NameScope(reserved: Set(GeneratedNames.reservedRootFields))
    var views = NameScope()
}

/// Names the entities: overrides, then installed names, then the rules. By the rules an entity takes the first of its
/// candidates whose type, fields and view are all free, so that the four always belong together.
func nameEntities(
    _ exposed: [ExposedRelation], enumerations: [CatalogType], _ configuration: Configuration,
    _ installed: InstalledNames, _ spaces: inout NameSpaces, _ findings: inout [Finding]
) -> [EntityNames] {
    var partial = exposed.map { _ in PartialNames() }
    for (index, relation) in exposed.enumerated() {
        guard let override = configuration.relationNames[relation.name] else { continue }
        let subject = relation.name.description
        func take(_ key: String, _ name: String?, _ group: [String], _ scope: inout NameScope) -> String? {
            guard let name else { return nil }
            if let problem = overrideProblem(name, key == "type" ? "type" : "field", in: scope, group) {
                let place = configuration.choices[.relation(relation.name, key)]
                findings.append(overrideFinding(problem, subject, place, configuration))
                return nil
            }
            scope.claim(group, for: subject)
            return name
        }
        partial[index].type = take("type", override.type, typeGroup(override.type ?? ""), &spaces.types)
        partial[index].single = take("single", override.single, [override.single ?? ""], &spaces.rootFields)
        partial[index].list = take("list", override.list, listGroup(override.list ?? ""), &spaces.rootFields)
    }
    for (index, relation) in exposed.enumerated() {
        guard let entity = installed.entity(relation.name) else { continue }
        let subject = relation.name.description
        func keep(_ current: String?, _ name: String?, _ group: [String], _ scope: inout NameScope) -> String? {
            guard current == nil, let name, scope.isFree([name]) else { return current }
            scope.claim(group, for: subject)
            return name
        }
        let type = entity.typeName
        // A type is not kept without the types that it needs; a list does without the fields that it brings.
        if partial[index].type == nil, spaces.types.isFree(typeGroup(type)) {
            partial[index].type = keep(nil, type, typeGroup(type), &spaces.types)
        }
        partial[index].list = keep(
            partial[index].list, entity.listField, listGroup(entity.listField), &spaces.rootFields)
        let single = entity.primaryKey?.rootField
        partial[index].single = keep(partial[index].single, single, [single ?? ""], &spaces.rootFields)
        partial[index].view = keep(nil, entity.view.name, [entity.view.name], &spaces.views)
        installed.claimKeys(of: entity, in: &spaces.rootFields, for: subject)
    }
    for type in enumerations {
        guard let name = installed.enumeration(type.name)?.name else { continue }
        let group = [name] + GeneratedNames.ofEnumeration(name)
        if spaces.types.isFree(group) { spaces.types.claim(group, for: type.name.description) }
    }
    // Those that are installed settle before new ones, which must not take what the rules give to the former.
    let order = exposed.indices.sorted { left, right in
        let (isOld, isOther) = (partial[left].view != nil, partial[right].view != nil)
        return isOld != isOther ? isOld : left < right
    }
    var names = [EntityNames?](repeating: nil, count: exposed.count)
    for index in order {
        let relation = exposed[index]
        let (preferred, given) = completeNames(relation, partial[index], &spaces)
        let changes = installed.entity(relation.name).map {
            explainChanges($0, configuration.relationNames[relation.name], given, spaces)
        }
        findings += changes.flatMap { $0.isEmpty ? nil : $0 } ?? explainNames(relation, preferred, given, spaces)
        findings += lossFindings(
            relation.name.description, given.list, GeneratedNames.ofList(given.list), in: spaces.rootFields)
        names[index] = given
    }
    return names.compactMap { $0 }
}

private struct PartialNames {
    var type: String?
    var single: String?
    var list: String?
    var view: String?
}

/// The names that the rules prefer, and those that are free.
private func completeNames(
    _ relation: ExposedRelation, _ fixed: PartialNames, _ spaces: inout NameSpaces
) -> (preferred: EntityNames, given: EntityNames) {
    let subject = relation.name.description
    var attempts = entityWords(relation).map { ($0, "") }
    var preferred: EntityNames?
    var number = 1
    while true {
        if attempts.isEmpty {
            number += 1
            attempts = [(entityWords(relation)[0], "_\(number)")]
        }
        let (words, suffix) = attempts.removeFirst()
        let names = makeNames(words, suffix, fixed)
        preferred = preferred ?? names
        let isFree =
            (fixed.type != nil || spaces.types.isFree(typeGroup(names.type)))
            && (fixed.single != nil || spaces.rootFields.isFree([names.single]))
            && (fixed.list != nil || spaces.rootFields.isFree(listGroup(names.list)))
            && (fixed.view != nil || spaces.views.isFree([names.view])) && names.single != names.list
        guard isFree else { continue }
        spaces.types.claim(typeGroup(names.type), for: subject)
        spaces.rootFields.claim([names.single] + listGroup(names.list), for: subject)
        spaces.views.claim([names.view], for: subject)
        return (preferred ?? names, names)
    }
}

private func makeNames(_ words: [String], _ suffix: String, _ fixed: PartialNames) -> EntityNames {
    // A type that was chosen leads the fields: `Person` gives `person` and `people`.
    let fieldWords = fixed.type.map { SchemaMapping.words(of: $0) } ?? words
    let single = fixed.single ?? camelCase(fieldWords) + suffix
    return EntityNames(
        type: fixed.type ?? pascalCase(words) + suffix, single: single,
        list: fixed.list ?? camelCase(pluralWords(fieldWords)) + suffix,
        view: fixed.view ?? fittingName("v_" + snakeCase(words) + suffix))
}

/// Installed names that went to somebody else's override.
private func explainChanges(
    _ installed: Entity, _ override: RelationNames?, _ names: EntityNames, _ spaces: NameSpaces
) -> [Finding] {
    let subject = installed.relation.description
    var findings: [Finding] = []
    func compare(_ noun: String, _ override: String?, _ group: [String], _ name: String, _ scope: NameScope) {
        guard override != name, let old = group.first, old != name else { return }
        findings.append(changeFinding(subject, noun, group, name, in: scope))
    }
    compare("type", override?.type, typeGroup(installed.typeName), names.type, spaces.types)
    let single = installed.primaryKey.map { [$0.rootField] } ?? []
    compare("field", override?.single, single, names.single, spaces.rootFields)
    compare("field", override?.list, listGroup(installed.listField), names.list, spaces.rootFields)
    compare("view", nil, [installed.view.name], names.view, spaces.views)
    return findings
}

private func explainNames(
    _ relation: ExposedRelation, _ preferred: EntityNames, _ names: EntityNames, _ spaces: NameSpaces
) -> [Finding] {
    let subject = relation.name.description
    let hint = overrideHint(relation.name, [], "type")
    let taken: [(String, String, [String], NameScope)] = [
        ("type", names.type, names.type == preferred.type ? [] : typeGroup(preferred.type), spaces.types),
        ("field", names.single, names.single == preferred.single ? [] : [preferred.single], spaces.rootFields),
        ("field", names.list, names.list == preferred.list ? [] : listGroup(preferred.list), spaces.rootFields),
        ("view", names.view, names.view == preferred.view ? [] : [preferred.view], spaces.views),
    ]
    // One finding for the four: the first name that was taken says why.
    for (noun, name, group, scope) in taken {
        let other = group.first { scope.isReserved($0) || (scope.holder(of: $0).map { $0 != subject } ?? false) }
        if let other { return [clashFinding(subject, noun, other, name, hint: hint, in: scope)] }
    }
    return []
}

/// The words of an entity's name, best first: without `tb_` or `v_`; with its schema, unless that is the first one;
/// as the relation is called; with its schema in any case.
private func entityWords(_ relation: ExposedRelation) -> [[String]] {
    let whole = singularWords(words(of: relation.name.name))
    let short = singularWords(words(of: withoutPrefix(relation)))
    let schema = words(of: relation.name.schema)
    let prefixed = [schema + short, schema + whole]
    var result: [[String]] = []
    for words in [short] + (relation.schemaRank == 0 ? [whole] + prefixed : prefixed) where !result.contains(words) {
        result.append(words)
    }
    return result
}

private func withoutPrefix(_ relation: ExposedRelation) -> String {
    let name = relation.name.name
    let prefix = relation.isView ? "v_" : "tb_"
    return name.hasPrefix(prefix) && name.utf8.count > prefix.utf8.count ? String(name.dropFirst(prefix.count)) : name
}

func singularWords(_ words: [String]) -> [String] {
    words.dropLast() + [singular(words[words.count - 1])]
}

/// `order lines`; words without a plural of their own get `list` behind them.
func pluralWords(_ words: [String]) -> [String] {
    let last = words[words.count - 1]
    return plural(last) == last ? words + ["list"] : words.dropLast() + [plural(last)]
}

private func typeGroup(_ type: String) -> [String] { [type] + GeneratedNames.ofType(type) }
private func listGroup(_ field: String) -> [String] { [field] + GeneratedNames.ofList(field) }

/// PostgreSQL cuts names at 63 bytes; a longer one ends in a hash of the whole instead.
func fittingName(_ name: String) -> String {
    guard name.utf8.count > 63 else { return name }
    let suffix = "_" + hexadecimal(shortStableHash(name))
    var head = ""
    for character in name.unicodeScalars where head.utf8.count + String(character).utf8.count + suffix.utf8.count <= 63
    {
        head.unicodeScalars.append(character)
    }
    return head + suffix
}

/// The entry that gives a function's field or argument another.
func functionHint(_ function: QualifiedName, _ path: [String], _ key: String) -> String {
    let section = (["functions", quoteTOML(joinObjectName([function.schema, function.name]))] + path).joined(
        separator: ".")
    return "[\(section)] \(key) = \"...\" chooses another"
}

/// The entry of `fraiseql.toml` that gives a relation, column or foreign key another name.
func overrideHint(
    _ relation: QualifiedName, _ path: [String], _ key: String, _ value: String = "\"...\" chooses another"
) -> String {
    let section = (["tables", quoteTOML(joinObjectName([relation.schema, relation.name]))] + path).joined(
        separator: ".")
    return "[\(section)] \(key) = \(value)"
}
