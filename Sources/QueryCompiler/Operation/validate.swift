import JSONText
package import SchemaMapping

/// Checks a document against the schema by every rule (GraphQL specification, section 5), chooses the operation and
/// resolves its names. Throws at most `Findings.limit` errors of rules, or one of a limit.
package func validate(
    _ document: Document, operationName: String?, in schema: GraphQLSchema
) throws(RequestErrors) -> Operation {
    let chosen = chooseOperation(document, named: operationName)
    if case .success(let operation) = chosen, operation.kind != .query {
        throw RequestErrors(
            GraphQLError(
                "This server answers queries only; it has no \(operation.kind.rawValue)s.", .unsupported,
                locations: [operation.location]))
    }
    let findings = try request { () throws(GraphQLError) in try checkRules(document, in: schema) }
    guard findings.isEmpty else { throw RequestErrors(findings.map(\.error)) }
    let operation = try request { () throws(GraphQLError) in try chosen.get() }
    let selections = try request { () throws(GraphQLError) in try expand(operation, of: document, in: schema) }
    if !schema.disclosure.introspection, let field = selections.first(where: { $0.definition.isIntrospection }) {
        throw RequestErrors(
            GraphQLError("This server answers no introspection.", .unsupported, locations: [field.location]))
    }
    return Operation(
        kind: operation.kind, name: operation.name?.text,
        variables: operation.variables.map(variableDefinition), selections: selections)
}

extension FieldDefinition {
    fileprivate var isIntrospection: Bool { if case .introspection = meaning { true } else { false } }
}

private func request<Success>(
    _ stage: () throws(GraphQLError) -> Success
) throws(RequestErrors) -> Success {
    do throws(GraphQLError) { return try stage() } catch { throw RequestErrors(error) }
}

private func chooseOperation(_ document: Document, named name: String?) -> Result<Document.Operation, GraphQLError> {
    func refuse(_ message: String) -> Result<Document.Operation, GraphQLError> {
        .failure(GraphQLError(message, .operationResolutionFailure))
    }
    if let name {
        let found = document.operations.first { $0.isNamed(name) }
        return found.map { .success($0) } ?? refuse("The document has no operation named \"\(name)\".")
    }
    guard let first = document.operations.first else { return refuse("The document has no operation.") }
    guard document.operations.count == 1 else {
        return refuse("The document has several operations: operationName must name one.")
    }
    return .success(first)
}

extension Document.Operation {
    /// Whether it is the one that `operationName` means; every one is where that is absent.
    package func isNamed(_ name: String?) -> Bool {
        guard let name else { return true }
        return self.name?.text.hasSameBytes(as: name) ?? false
    }
}

private func variableDefinition(_ variable: Document.Variable) -> VariableDefinition {
    VariableDefinition(
        name: variable.name.text, type: variable.type.type, defaultValue: variable.defaultValue?.inputValue,
        location: variable.location)
}
