import JSONText
import SchemaMapping

/// A field of an introspection's answer with the fields below it: merged once, however many objects it is written for.
struct IntrospectedField {
    /// The fields of the specification's introspection types (section 4.2), all of them together.
    enum Name: String {
        case typename = "__typename"
        case types, queryType, mutationType, subscriptionType, directives
        case kind, name, description, specifiedByURL, fields, interfaces, possibleTypes, enumValues, inputFields
        case ofType, isOneOf, args, type, isDeprecated, deprecationReason, defaultValue, isRepeatable, locations
    }

    var name: Name
    /// `"name":`, with a comma before it unless it is the first.
    var key: [UInt8]
    var includesDeprecated: Bool
    var below: IntrospectedFields
    var location: GraphQLError.Location
}

/// The fields that one object of an answer has.
struct IntrospectedFields {
    var fields: [IntrospectedField]
    /// Tells this place of the answer from the others.
    var place: Int
    /// Whether nothing is asked of a type but how it is written: the same text wherever the type stands.
    var isReference: Bool
}

/// Recursion follows the selections, whose depth validation bounds.
func mergeIntrospection(
    _ selections: [SelectedField], _ variables: Variables, _ places: inout Int
) throws(GraphQLError) -> IntrospectedFields {
    places += 1
    let place = places
    var fields: [IntrospectedField] = []
    for field in try mergeSelections(selections, variables) {
        guard let name = IntrospectedField.Name(rawValue: field.definition.name) else {
            throw GraphQLError("no such field of introspection", .internalError, locations: [field.location])
        }
        fields.append(
            IntrospectedField(
                name: name, key: Array("\(fields.isEmpty ? "" : ",")\"\(field.responseKey)\":".utf8),
                includesDeprecated: includesDeprecated(field, variables),
                below: try mergeIntrospection(field.selections, variables, &places), location: field.location))
    }
    let isReference = fields.allSatisfy { field in
        switch field.name {
        case .typename, .kind, .name: true
        case .ofType: field.below.isReference
        default: false
        }
    }
    return IntrospectedFields(fields: fields, place: place, isReference: isReference)
}

private func includesDeprecated(_ field: SelectedField, _ variables: Variables) -> Bool {
    switch field.arguments.first(where: { $0.name == "includeDeprecated" })?.value {
    case .boolean(let flag)?: flag
    case .variable(let name)?: variables.values[name] == .bool(true)
    default: false
    }
}
