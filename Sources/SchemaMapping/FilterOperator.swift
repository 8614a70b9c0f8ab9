/// An operator of a `where` input: its GraphQL name, what it takes, and what PostgreSQL is asked. OperatorTable.swift
/// lists them.
package struct FilterOperator: Hashable, Sendable {
    package enum Operand: Hashable, Sendable {
        /// A value of the column's type: for an array, a list.
        case value
        /// Values of the field's scalar, none of them null, sent as one array.
        case list
        /// One element of the column's array, sent as an array of one.
        case element
        /// A value of what the column's range is made of: `Int` for `int4range`.
        case bound
        /// `true` or `false`: part of the statement.
        case boolean
        /// Text, whatever the field's scalar.
        case text
        /// Text, or a list of texts, for a type beside the column's own, such as `lquery` of the extension ltree.
        case pattern(String)
        case patterns(String)
        /// Texts, sent as one array.
        case texts
        /// An operator object of another scalar: `IntFilter`.
        case filter(FieldType)
        /// An input object of the form's own.
        case input(String)
    }

    /// The SQL, made in `QueryCompiler/Statement`: an infix operator, or a form that needs more.
    package enum Form: Hashable, Sendable {
        /// `column = $1`.
        case infix(String)
        /// `column = any($1)`, `column <> all($1)`.
        case any(String)
        case all(String)
        case isNull
        /// `like` with the operand's wildcards escaped and these added around it.
        case pattern(isNegated: Bool, caseInsensitive: Bool, prefix: Bool, suffix: Bool)
        /// A question that is answered by the value alone; `false` negates it.
        case test(Test)
        /// Operators on what is made of the value.
        case nested(Part)
        /// Operators on what stands at a path of a jsonb value.
        case path
        /// `column @@ websearch_to_tsquery($1)`.
        case search
    }

    package enum Test: String, Hashable, Sendable, CaseIterable {
        case emptyArray, emptyRange, notANumber, finite
        case ipv4, ipv6, privateNetwork, loopback, linkLocal, multicast
    }

    /// What is made of a value before it is compared.
    package enum Part: String, Hashable, Sendable, CaseIterable {
        /// The number of an array's elements.
        case length
        /// A jsonb value itself, its kind, and what it is as text, number or boolean, where it is that.
        case json, jsonType, jsonString, jsonNumber, jsonBoolean
    }

    package var name: String
    package var operand: Operand
    package var form: Form
    package var description: String

    package init(_ name: String, _ operand: Operand, _ form: Form, _ description: String) {
        self.name = name
        self.operand = operand
        self.form = form
        self.description = description
    }

    /// Whether the statement depends on what is given, not on its type alone.
    package var operandDecidesPlan: Bool {
        switch operand {
        case .boolean, .filter, .input: true
        case .value, .list, .element, .bound, .text, .pattern, .patterns, .texts: false
        }
    }
}
