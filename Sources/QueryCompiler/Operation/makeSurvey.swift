import SchemaMapping

/// Walks the document once. Throws where the operations together reach so much that the rules would run long.
func makeSurvey(_ document: Document, in schema: GraphQLSchema) throws(GraphQLError) -> Survey {
    var survey = Survey(document: document, schema: schema)
    for operation in document.operations {
        var walk = Walk(schema, Survey.Definition(operation: operation))
        walk.operation(operation)
        survey.definitions.append(walk.definition)
    }
    for fragment in document.fragments {
        var walk = Walk(schema, Survey.Definition(fragment: fragment))
        walk.add(fragment.directives, "FRAGMENT_DEFINITION")
        walk.selections(fragment.selections, on: schema.composite(fragment.typeCondition.text))
        if survey.fragments[fragment.name.text] == nil {
            survey.fragments[fragment.name.text] = survey.definitions.count
        }
        survey.definitions.append(walk.definition)
    }
    survey.reach = try reach(survey)
    return survey
}

/// A thousand operations over a thousand fragments each would be a million steps for every rule that follows them.
private let reachLimit = 100_000

private func reach(_ survey: Survey) throws(GraphQLError) -> [[Int]] {
    var steps = 0
    var result: [[Int]] = []
    for index in survey.document.operations.indices {
        var reached = [index]
        var seen: Set<Int> = [index]
        var next = 0
        while next < reached.count {
            let definition = survey.definitions[reached[next]]
            next += 1
            steps += 1 + definition.spreads.count + definition.variableUses.count
            guard steps <= reachLimit else {
                throw GraphQLError("The document's operations share too many fragments.", .limitExceeded)
            }
            for site in definition.spreads {
                if let target = survey.fragments[site.spread.name.text], seen.insert(target).inserted {
                    reached.append(target)
                }
            }
        }
        result.append(reached)
    }
    return result
}

/// Recursion follows the document, whose depth the parser bounds.
private struct Walk {
    let schema: GraphQLSchema
    var definition: Survey.Definition

    init(_ schema: GraphQLSchema, _ definition: Survey.Definition) {
        self.schema = schema
        self.definition = definition
    }

    mutating func operation(_ operation: Document.Operation) {
        add(operation.directives, operation.kind.rawValue.uppercased())
        for variable in operation.variables {
            add(variable.directives, "VARIABLE_DEFINITION")
            if let value = variable.defaultValue {
                definition.values.append(Survey.ValueSite(value: value, type: variable.type.type, argument: nil))
            }
        }
        // The schema has no root for mutations and subscriptions: nothing is known of their fields.
        selections(operation.selections, on: operation.kind == .query ? schema.composite(schema.queryType) : nil)
    }

    mutating func selections(_ selections: [Document.Selection], on parent: ObjectDefinition?) {
        for selection in selections {
            switch selection {
            case .field(let field): self.field(field, on: parent)
            case .spread(let spread):
                definition.spreads.append(Survey.SpreadSite(spread: spread, parent: parent))
                add(spread.directives, "FRAGMENT_SPREAD")
            case .inline(let inline):
                definition.inlines.append(Survey.InlineSite(inline: inline, parent: parent))
                add(inline.directives, "INLINE_FRAGMENT")
                let type = inline.typeCondition.map { schema.composite($0.text) } ?? parent
                self.selections(inline.selections, on: type)
            }
        }
    }

    private mutating func field(_ field: Document.Field, on parent: ObjectDefinition?) {
        let found = parent.flatMap { fieldDefinition(field.name.text, on: $0, in: schema) }
        definition.fields.append(Survey.FieldSite(field: field, parent: parent, definition: found))
        add(field.arguments, found?.arguments, of: "the field \"\(field.name.text)\"", field.name.location)
        add(field.directives, "FIELD")
        if let inner = field.selections { selections(inner, on: found.flatMap { schema.composite($0.typeName) }) }
    }

    mutating func add(_ directives: [Document.Directive], _ place: String) {
        guard !directives.isEmpty else { return }
        definition.directives.append(Survey.DirectivesSite(place: place, directives: directives))
        for directive in directives {
            let found = schema.directives.first { $0.name == directive.name.text }
            add(
                directive.arguments, found?.arguments, of: "the directive \"@\(directive.name.text)\"",
                directive.location)
        }
    }

    private mutating func add(
        _ arguments: [Document.Argument], _ definitions: [InputValueDefinition]?, of owner: @autoclosure () -> String,
        _ location: Document.Location
    ) {
        if arguments.isEmpty, definitions?.isEmpty ?? true { return }
        definition.arguments.append(
            Survey.ArgumentsSite(owner: owner(), location: location, arguments: arguments, definitions: definitions))
        for argument in arguments {
            let found = definitions?.first { $0.name == argument.name.text }
            if let found {
                definition.values.append(
                    Survey.ValueSite(value: argument.value, type: found.type, argument: found))
            }
            uses(in: argument.value, type: found?.type, hasDefault: found?.defaultValue != nil)
        }
    }

    /// Records the variables inside a value.
    private mutating func uses(
        in value: Document.Value, type: GraphQLType?, hasDefault: Bool, isOneOfMember: Bool = false
    ) {
        switch value.kind {
        case .variable(let name):
            definition.variableUses.append(
                Survey.VariableUse(
                    name: name, location: value.location, type: type, hasDefault: hasDefault,
                    isOneOfMember: isOneOfMember))
        case .list(let elements):
            for element in elements { uses(in: element, type: type?.element, hasDefault: false) }
        case .object(let members):
            let object = type.flatMap { schema.inputObject($0.name) }
            for member in members {
                let found = object?.field(member.name.text)
                uses(
                    in: member.value, type: found?.type, hasDefault: found?.defaultValue != nil,
                    isOneOfMember: object?.isOneOf ?? false)
            }
        case .null, .int, .float, .string, .boolean, .enumeration: break
        }
    }
}

extension GraphQLType {
    /// Of a list, what it holds; of no list, nil.
    var element: GraphQLType? {
        switch self {
        case .named: nil
        case .list(let element): element
        case .nonNull(let inner): inner.element
        }
    }

    var nullable: GraphQLType {
        if case .nonNull(let inner) = self { inner } else { self }
    }
}
