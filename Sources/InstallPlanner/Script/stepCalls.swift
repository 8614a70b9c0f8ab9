private import SQLText
private import SchemaMapping

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
    var opensStep: Bool { ["begin_migration", "begin_step"].contains(where: calls) }

    var closesStep: Bool { calls("end_step") }

    /// What only generated steps call: they record what they made.
    var recordsInstallation: Bool {
        ["record_object", "forget_object", "revoke_others", "record_model"].contains(where: calls)
    }

    /// Whether it calls a procedure of the companion, however a reviewer has spaced it.
    func calls(_ procedure: String) -> Bool { beginning.hasPrefix("call fraiseql.\(procedure)(") }

    /// The first of it in lower case, with one blank where there are several and none beside `.` and before `(`.
    var beginning: String {
        var beginning = ""
        var isBlank = false
        for character in text.prefix(400) {
            if character.isWhitespace {
                isBlank = true
                continue
            }
            let isTight = beginning.isEmpty || beginning.last == "." || character == "." || character == "("
            if isBlank && !isTight { beginning.append(" ") }
            isBlank = false
            beginning += character.lowercased()
        }
        return beginning
    }

    /// Whether a generated step has statements like this one. One of a person's may have the same verb; one with another
    /// verb is a person's.
    func isLikeGenerated(in step: ScriptStep) -> Bool {
        let beginning = beginning
        if isWord("begin", self) || isWord("commit", self) { return true }
        if generatedVerbs.contains(where: beginning.hasPrefix) { return true }
        // An `alter table` of a person's has another end.
        if beginning.hasPrefix("alter table "),
            beginning.hasSuffix(" row level security;") || beginning.hasSuffix(" set default \(tenantFunctionCall);")
        {
            return true
        }
        // The check that event triggers need.
        return beginning.hasPrefix("do $$") && step.statements.contains { $0.text.contains("'event trigger'") }
    }
}

/// How the statements of generated steps begin: see `ScriptWriter` and `Objects/`. Tables and routines are the
/// companion's.
private let generatedVerbs = [
    "set local ", "call fraiseql.", "comment on ", "grant ", "revoke ", "create view ", "create or replace view ",
    "drop view ", "create schema ", "drop schema ", "create event trigger ",
    "drop event trigger ", "create policy ", "drop policy if exists ", "create table fraiseql.",
    "create unique index migration_has_one_child on fraiseql.",
    "create function fraiseql.", "create or replace function fraiseql.", "create procedure fraiseql.",
    "create or replace procedure fraiseql.", "drop routine if exists fraiseql.", "delete from fraiseql.api_model",
]
