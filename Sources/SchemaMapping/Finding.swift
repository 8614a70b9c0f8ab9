package import Configuration
package import JSONText
import SQLText

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
        case nameKept = "name-kept"
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
        case functionBroken = "function-broken"
        case functionReadsExcluded = "function-reads-excluded"
        case functionSearchPath = "function-search-path"
        case arrayDimensions = "array-dimensions"
        case lockTimeout = "lock-timeout"
        case tenantMissing = "tenant-missing"
        case tenantType = "tenant-type"
        case tenantNull = "tenant-null"
        case tenantDefault = "tenant-default"
        case tableNotAdopted = "table-not-adopted"
        case rowsOfTheOwner = "rows-of-the-owner"
        case keyAcrossTenants = "key-across-tenants"
        case tableOwner = "table-owner"
        case existingRole = "existing-role"
        case policyName = "policy-name"
        case dormantPolicy = "dormant-policy"
    }

    package var severity: Severity
    package var code: Code
    /// The object of the database or the configuration entry: `public.orders.customer_id`.
    package var subject: String
    package var message: String
    package var hint: String?
    /// Where in `fraiseql.toml`, for what is wrong there.
    package var place: ConfigurationPlace?

    package init(_ severity: Severity, _ code: Code, _ subject: String, _ message: String, hint: String? = nil) {
        self.severity = severity
        self.code = code
        self.subject = subject
        self.message = message
        self.hint = hint
    }

    /// About an entry of `fraiseql.toml`.
    init(
        _ code: Code, at place: ConfigurationPlace, of configuration: Configuration, _ message: String,
        hint: String? = nil, severity: Severity = .error
    ) {
        self.init(severity, code, configuration.text(of: place), message, hint: hint)
        self.place = place
    }

    /// `warning: public.orders: message [name-clash]`, the hint on a line of its own. Whatever the names of the database
    /// hold, there are no other lines.
    package var lines: [String] {
        ["\(severity.rawValue): \(printable(subject)): \(printable(message)) [\(code.rawValue)]"]
            + (hint.map { ["  hint: \(printable($0))"] } ?? [])
    }

    package var text: String { lines.joined(separator: "\n") }

    package var json: JSON {
        var object: JSONObject = [
            "severity": .string(severity.rawValue), "code": .string(code.rawValue), "subject": .string(subject),
            "message": .string(message),
        ]
        if let hint { object.append("hint", .string(hint)) }
        return .object(object)
    }
}

/// In the order of `Mapping.findings`.
func sorted(_ findings: [Finding]) -> [Finding] {
    let end = ConfigurationPlace(line: .max, column: .max)
    return findings.sorted {
        let (left, right) = ($0.place ?? end, $1.place ?? end)
        if ($0.severity, left) != ($1.severity, right) { return ($0.severity, left) < ($1.severity, right) }
        return ($0.subject, $0.code.rawValue, $0.message) < ($1.subject, $1.code.rawValue, $1.message)
    }
}

/// What `mapSchema` makes: the model, and what there is to say about it. With an error among the findings the model
/// must not be installed.
package struct Mapping: Sendable {
    package var model: APIModel
    /// Errors first, then warnings, then notices; inside what has a place in `fraiseql.toml` first, in the order of the
    /// file, then by subject.
    package var findings: [Finding]

    package init(model: APIModel, findings: [Finding]) {
        self.model = model
        self.findings = findings
    }

    /// What only the database can tell: functions whose bodies no longer give what they return, with PostgreSQL's reasons.
    package mutating func add(broken functions: [(signature: String, reason: String)]) {
        let more = functions.map { signature, reason in
            Finding(
                .warning, .functionBroken, signature, "every call of it fails: \(reason)",
                hint:
                    "its body has the columns of the day when it was made: make it again with create or replace function"
            )
        }
        findings = sorted(findings + more)
    }

    package var hasErrors: Bool { findings.contains { $0.severity == .error } }
}
