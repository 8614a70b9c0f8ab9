import SchemaMapping

/// What the rules look at: every site of the document where something can be wrong, beside what the schema says of it.
/// Made by one walk (`makeSurvey`); a rule loops over the sites that it judges.
struct Survey {
    /// An operation or a fragment.
    struct Definition {
        var operation: Document.Operation?
        var fragment: Document.Fragment?
        var fields: [FieldSite] = []
        var spreads: [SpreadSite] = []
        var inlines: [InlineSite] = []
        var arguments: [ArgumentsSite] = []
        var directives: [DirectivesSite] = []
        var values: [ValueSite] = []
        var variableUses: [VariableUse] = []
    }

    struct FieldSite {
        var field: Document.Field
        /// Nil where an error further up hides it; the same below.
        var parent: ObjectDefinition?
        var definition: FieldDefinition?
    }

    struct SpreadSite {
        var spread: Document.Spread
        var parent: ObjectDefinition?
    }

    struct InlineSite {
        var inline: Document.InlineFragment
        var parent: ObjectDefinition?
    }

    /// The arguments of a field or directive.
    struct ArgumentsSite {
        /// `the field "orders"`, `the directive "@skip"`.
        var owner: String
        var location: Document.Location
        var arguments: [Document.Argument]
        var definitions: [InputValueDefinition]?
    }

    struct DirectivesSite {
        /// As introspection spells it: `FIELD`.
        var place: String
        var directives: [Document.Directive]
    }

    /// A whole literal, with what it is given for.
    struct ValueSite {
        var value: Document.Value
        var type: GraphQLType
        /// Nil for the default of a variable.
        var argument: InputValueDefinition?
    }

    struct VariableUse {
        var name: String
        var location: Document.Location
        /// Nil where the place is unknown, or inside the literal of a scalar.
        var type: GraphQLType?
        var hasDefault: Bool
        var isOneOfMember: Bool
    }

    let document: Document
    let schema: GraphQLSchema
    /// The operations, then the fragments, in order.
    var definitions: [Definition] = []
    /// By name, the index into `definitions`; the first of equal names.
    var fragments: [String: Int] = [:]
    /// By operation, the indexes of itself and of all fragments that it reaches.
    var reach: [[Int]] = []

    var operations: ArraySlice<Definition> { definitions.prefix(document.operations.count) }

    /// All sites of one kind.
    func all<Site>(_ sites: KeyPath<Definition, [Site]>) -> [Site] {
        // The usual document is one operation: its sites need no copy.
        definitions.count == 1 ? definitions[0][keyPath: sites] : definitions.flatMap { $0[keyPath: sites] }
    }
}
