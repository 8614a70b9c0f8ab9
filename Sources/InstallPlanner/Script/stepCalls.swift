private import SQLText

// The calls that open and close each step of a script. `sql/runtime/` has their procedures.

enum StepDirection: String {
    case up
    case down
}

func beginMigrationCall(_ header: MigrationHeader, steps: Int) -> String {
    let parent: DDL = header.parent.map { "\(literal: $0.version)" } ?? "null"
    return renderText(
        """
        call fraiseql.begin_migration(\
        \(literal: header.version), \(literal: header.name), \(parent), \(literal: steps));
        """)
}

func beginStepCall(_ number: Int, _ direction: StepDirection, _ header: MigrationHeader) -> String {
    let direction = direction.rawValue
    return renderText(
        "call fraiseql.begin_step(\(literal: header.version), \(literal: number), \(literal: direction));")
}

func endStepCall(_ number: Int, _ direction: StepDirection, _ header: MigrationHeader) -> String {
    let direction = direction.rawValue
    return renderText("call fraiseql.end_step(\(literal: header.version), \(literal: number), \(literal: direction));")
}

extension ScriptStatement {
    var opensStep: Bool {
        ["call fraiseql.begin_migration(", "call fraiseql.begin_step("].contains(where: text.hasPrefix)
    }

    var closesStep: Bool { text.hasPrefix("call fraiseql.end_step(") }

    /// What only generated steps call: they record what they made.
    var recordsInstallation: Bool {
        ["record_object", "forget_object", "revoke_others", "record_model"]
            .contains { text.hasPrefix("call fraiseql.\($0)(") }
    }
}
