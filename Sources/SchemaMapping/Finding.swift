package import JSONText

/// Something about the mapping that a person should know: what `fraiseql check` prints.
package struct Finding: Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
        /// The API cannot be made as configured.
        case error
        /// The API is made, but differently from what one would expect.
        case warning
        /// Worth knowing.
        case notice

        package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// Stable, documented in docs/naming.md. The one list of them.
    package enum Code: String, Hashable, Sendable, CaseIterable {
        case nameClash = "name-clash"
        case nameReserved = "name-reserved"
        case nameChanged = "name-changed"
        case overrideClash = "override-clash"
        case overrideInvalid = "override-invalid"
        case unknownReference = "unknown-reference"
        case generatedSchemaExposed = "generated-schema-exposed"
        case nothingExposed = "nothing-exposed"
        case notExposed = "not-exposed"
        case relationNotExposed = "relation-not-exposed"
        case foreignKeyOnPartitionsOnly = "foreign-key-on-partitions-only"
        case noPrimaryKey = "no-primary-key"
        case keyNotExposed = "key-not-exposed"
        case foreignKeyWithoutIndex = "foreign-key-without-index"
    }

    package var severity: Severity
    package var code: Code
    /// The object of the database or the configuration entry: `public.orders.customer_id`.
    package var subject: String
    package var message: String
    package var hint: String?

    package init(_ severity: Severity, _ code: Code, _ subject: String, _ message: String, hint: String? = nil) {
        self.severity = severity
        self.code = code
        self.subject = subject
        self.message = message
        self.hint = hint
    }

    /// `warning: public.orders: message [name-clash]`, the hint on a line of its own.
    package var text: String {
        "\(severity.rawValue): \(subject): \(message) [\(code.rawValue)]" + (hint.map { "\n  hint: \($0)" } ?? "")
    }

    package var json: JSON {
        var object: JSONObject = [
            "severity": .string(severity.rawValue), "code": .string(code.rawValue), "subject": .string(subject),
            "message": .string(message),
        ]
        if let hint { object.append("hint", .string(hint)) }
        return .object(object)
    }
}

/// What `mapSchema` makes: the model, and what there is to say about it. With an error among the findings the model
/// must not be installed.
package struct Mapping: Sendable {
    package var model: APIModel
    /// Errors first, then warnings, then notices; by subject inside.
    package var findings: [Finding]

    package init(model: APIModel, findings: [Finding]) {
        self.model = model
        self.findings = findings
    }

    package var hasErrors: Bool { findings.contains { $0.severity == .error } }
}
