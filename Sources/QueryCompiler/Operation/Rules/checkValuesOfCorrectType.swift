import JSONText
import SchemaMapping

/// Sections 5.6.1, 5.6.2, 5.6.4 and 5.6.5: literals, the members of input objects, `@oneOf`.
@Sendable func checkValuesOfCorrectType(_ survey: Survey, _ findings: inout Findings) {
    var literals = LiteralCheck(schema: survey.schema, findings: findings)
    for site in survey.all(\.values) where survey.schema.kind(ofType: site.type.name) != nil {
        literals.check(site.value, site.type)
    }
    findings = literals.findings
}

private struct LiteralCheck {
    let schema: GraphQLSchema
    var findings: Findings

    mutating func check(_ value: Document.Value, _ type: GraphQLType) {
        if case .variable = value.kind { return }
        switch type {
        case .nonNull(let inner):
            if value.kind == .null {
                findings.report("A value of type \"\(type)\" may not be null.", at: value.location)
            } else {
                check(value, inner)
            }
        case _ where value.kind == .null: return
        case .list(let element):
            guard case .list(let elements) = value.kind else { return check(value, element) }
            for item in elements { check(item, element) }
        case .named(let name):
            switch schema.type(name) {
            case .scalar(let definition)?: scalar(value, definition)
            case .enumeration(let definition)?: enumeration(value, definition)
            case .inputObject(let definition)?: object(value, definition)
            case .object?, .interface?, nil: return
            }
        }
    }

    private mutating func scalar(_ value: Document.Value, _ definition: ScalarDefinition) {
        if definition.accepts == .any {
            if let variable = firstVariable(in: value) {
                return findings.report(
                    "A variable cannot stand inside a literal of type \"\(definition.name)\": give the whole value as a variable.",
                    at: variable.location)
            }
        } else if !isOwnLiteral(value, of: definition) {
            return findings.report("\(definition.name) cannot be \(describe(value)).", at: value.location)
        }
        do throws(ScalarRefusal) { _ = try coerceScalar(constantJSON(value.inputValue), to: definition) } catch {
            findings.report("\(error.reason).", at: value.location)
        }
    }

    /// What JSON does not tell apart from another literal: `1.0` is an integer there, and `RED` a string.
    private func isOwnLiteral(_ value: Document.Value, of scalar: ScalarDefinition) -> Bool {
        switch value.kind {
        case .enumeration, .list, .object: false
        case .float: scalar.accepts == .double || scalar.accepts == .decimal
        default: true
        }
    }

    private func firstVariable(in value: Document.Value) -> Document.Value? {
        switch value.kind {
        case .variable: return value
        case .list(let elements):
            for element in elements { if let found = firstVariable(in: element) { return found } }
        case .object(let members):
            for member in members { if let found = firstVariable(in: member.value) { return found } }
        case .null, .int, .float, .string, .boolean, .enumeration: break
        }
        return nil
    }

    private mutating func enumeration(_ value: Document.Value, _ definition: EnumDefinition) {
        let names = definition.values.map(\.name)
        switch value.kind {
        case .enumeration(let name):
            guard !names.contains(name), !findings.isFull else { return }
            let end = suggestion(for: name, among: names, in: schema)
            findings.report("The enum \"\(definition.name)\" has no value \"\(name)\"\(end)", at: value.location)
        case .string(let text) where names.contains(text):
            findings.report("A value of the enum \"\(definition.name)\" stands without quotes.", at: value.location)
        default:
            findings.report("The enum \"\(definition.name)\" cannot be \(describe(value)).", at: value.location)
        }
    }

    private mutating func object(_ value: Document.Value, _ definition: InputObjectDefinition) {
        guard case .object(let members) = value.kind else {
            return findings.report(
                "\"\(definition.name)\" takes an object, not \(describe(value)).", at: value.location)
        }
        for member in members {
            if let field = definition.field(member.name.text) {
                check(member.value, field.type)
            } else if !findings.isFull {
                let end = suggestion(for: member.name.text, in: definition, of: schema)
                findings.report(
                    "\"\(definition.name)\" has no member \"\(member.name.text)\"\(end)",
                    at: member.name.location)
            }
        }
        // The given members are a document's: they are bounded.
        for field in definition.requiredFields where !members.contains(where: { $0.name.text == field.name }) {
            findings.report(
                "\"\(definition.name)\" needs the member \"\(field.name)\" of type \"\(field.type)\".",
                at: value.location)
        }
        if definition.isOneOf, members.count != 1 || members.first?.value.kind == .null {
            findings.report(
                "\"\(definition.name)\" takes exactly one member, and not null.", at: value.location)
        }
    }
}

/// A literal in words, for messages.
private func describe(_ value: Document.Value) -> String {
    switch value.kind {
    case .list: "a list"
    case .object: "an object"
    case .enumeration(let name): "the name \(name)"
    case .variable(let name): "$\(name)"
    default: abbreviated(constantJSON(value.inputValue))
    }
}
