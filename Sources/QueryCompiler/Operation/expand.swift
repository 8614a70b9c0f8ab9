import SchemaMapping

/// Bounds on what an operation is once its fragments are expanded.
enum ExpansionLimits {
    static let fields = 5_000
    /// GraphiQL's query is 13 to 15 levels deep, by its version.
    static let introspectionDepth = 20
    /// How often a list that leads back to types may stand inside another: `types { fields { type { fields` is 2.
    static let introspectionLists = 2
    static let introspectionListFields: Set<String> = ["fields", "inputFields", "interfaces", "possibleTypes"]
}

/// Replaces fragments by their fields and decides literal `@skip` and `@include`. Expects valid selections; its own
/// refusals are the limits of depth and size, so it may run on hostile documents.
func expand(
    _ operation: Document.Operation, of document: Document, in schema: GraphQLSchema
) throws(GraphQLError) -> [SelectedField] {
    guard let root = schema.object(schema.queryType) else { return [] }
    var expansion = Expansion(document: document, schema: schema)
    return try expansion.fields(operation.selections, on: root, Expansion.Position())
}

private struct Expansion {
    struct Position {
        var depth = 1
        var isIntrospection = false
        var lists = 0

        func below(_ field: Document.Field, _ definition: FieldDefinition) -> Position {
            guard definition.meaning == .introspection else { return Position(depth: depth + 1) }
            let isList = ExpansionLimits.introspectionListFields.contains(field.name.text)
            return Position(
                depth: isIntrospection ? depth + 1 : 2, isIntrospection: true, lists: lists + (isList ? 1 : 0))
        }
    }

    private struct Visit: Hashable {
        var fragment: String
        var type: String
        var conditions: [Condition]
    }

    let schema: GraphQLSchema
    private let fragments: [String: Document.Fragment]
    private var count = 0

    init(document: Document, schema: GraphQLSchema) {
        self.schema = schema
        fragments = Dictionary(document.fragments.map { ($0.name.text, $0) }, uniquingKeysWith: { first, _ in first })
    }

    mutating func fields(
        _ selections: [Document.Selection], on type: ObjectDefinition, _ position: Position
    ) throws(GraphQLError) -> [SelectedField] {
        var fields: [SelectedField] = []
        var visited: Set<Visit> = []
        // A stack instead of recursion: a chain of fragments may be thousands long.
        var pending: [(ArraySlice<Document.Selection>, ObjectDefinition, [Condition])] = [(selections[...], type, [])]
        while let (selections, type, outer) = pending.popLast() {
            var rest = selections
            guard let selection = rest.popFirst() else { continue }
            pending.append((rest, type, outer))
            try countOne(selection)
            switch selection {
            case .field(let field):
                guard let conditions = conditions(of: field.directives, inside: outer) else { continue }
                fields += try selectedField(field, on: type, conditions, position)
            case .spread(let spread):
                guard let conditions = conditions(of: spread.directives, inside: outer),
                    let fragment = fragments[spread.name.text],
                    let inner = narrow(type, to: fragment.typeCondition.text),
                    visited.insert(
                        Visit(fragment: fragment.name.text, type: inner.name, conditions: conditions)
                    ).inserted
                else { continue }
                pending.append((fragment.selections[...], inner, conditions))
            case .inline(let inline):
                guard let conditions = conditions(of: inline.directives, inside: outer),
                    let inner = inline.typeCondition.map({ narrow(type, to: $0.text) }) ?? type
                else { continue }
                pending.append((inline.selections[...], inner, conditions))
            }
        }
        return fields
    }

    /// What a fragment on `condition` selects on inside a selection on `type`; nil where no object is both. An object
    /// stays itself inside a fragment on its interface.
    private func narrow(_ type: ObjectDefinition, to condition: String) -> ObjectDefinition? {
        if condition == type.name { return type }
        if schema.possibleTypes(of: type.name).contains(condition) { return schema.object(condition) }
        return type.interfaces.contains(condition) ? type : nil
    }

    private mutating func selectedField(
        _ field: Document.Field, on type: ObjectDefinition, _ conditions: [Condition], _ position: Position
    ) throws(GraphQLError) -> [SelectedField] {
        guard let definition = fieldDefinition(field.name.text, on: type, in: schema) else { return [] }
        try checkDepth(field, position)
        var selected = SelectedField(
            responseKey: field.responseKey, parentType: type.name, definition: definition,
            arguments: field.arguments.map { ($0.name.text, $0.value.inputValue) }, conditions: conditions,
            location: field.location)
        if let inner = field.selections, let innerType = schema.composite(definition.typeName) {
            selected.selections = try fields(inner, on: innerType, position.below(field, definition))
        }
        return [selected]
    }

    private func checkDepth(_ field: Document.Field, _ position: Position) throws(GraphQLError) {
        let limit = position.isIntrospection ? ExpansionLimits.introspectionDepth : schema.model.limits.maximumDepth
        guard position.depth <= limit else {
            throw GraphQLError(
                "The query is nested deeper than \(limit) levels.", .limitExceeded, locations: [field.location])
        }
        guard position.lists <= ExpansionLimits.introspectionLists else {
            throw GraphQLError(
                "The introspection goes round in circles: ask for each type by __type(name:) instead.", .limitExceeded,
                locations: [field.location])
        }
    }

    private mutating func countOne(_ selection: Document.Selection) throws(GraphQLError) {
        count += 1
        guard count > ExpansionLimits.fields else { return }
        throw GraphQLError(
            "The query selects more than \(ExpansionLimits.fields) fields, with its fragments expanded.",
            .limitExceeded, locations: [selection.location])
    }

    /// Nil where a literal leaves the selection out.
    private func conditions(of directives: [Document.Directive], inside outer: [Condition]) -> [Condition]? {
        var conditions = outer
        for directive in directives {
            guard directive.name.text == "skip" || directive.name.text == "include" else { continue }
            let isIncludedWhen = directive.name.text == "include"
            switch directive.arguments.first(where: { $0.name.text == "if" })?.value.kind {
            case .boolean(let flag)?: if flag != isIncludedWhen { return nil }
            case .variable(let name)?:
                let condition = Condition(variable: name, isIncludedWhen: isIncludedWhen)
                if !conditions.contains(condition) { conditions.append(condition) }
            default: break
            }
        }
        return conditions
    }
}

extension Document.Selection {
    var location: Document.Location {
        switch self {
        case .field(let field): field.location
        case .spread(let spread): spread.location
        case .inline(let inline): inline.location
        }
    }
}
