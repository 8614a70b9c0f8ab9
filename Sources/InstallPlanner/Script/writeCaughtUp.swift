private import SQLText

extension MigrationScript {
    /// Whether it was planned, not written by hand: such a script names the columns that it relies on, or holds a model.
    package var isGenerated: Bool { !reliesOn.isEmpty || recordedModel != nil }

    /// A query for the model that the script puts in force, its format before its text; nil where it leaves the model as
    /// it is. PostgreSQL reads the constants in whatever form a reviewer left them.
    package var recordedModel: String? {
        guard let statement = steps.flatMap(\.statements).last(where: { $0.calls("record_model") })?.text,
            let start = statement.firstIndex(of: "("), let end = statement.lastIndex(of: ")")
        else { return nil }
        return "select \(statement[statement.index(after: start)..<end])"
    }
}

/// Generated steps do not run in a database that is caught up: what a person wrote into one would be lost.
/// - Throws: where a statement in a generated step is none that the generator writes.
package func refuseForeignStatements(_ up: MigrationScript) throws(ScriptError) {
    for step in up.steps where !step.isOwn {
        if let statement = step.statements.first(where: { !$0.isLikeGenerated(in: step) }) {
            throw ScriptError(
                "this statement stands in a generated step, and catching up leaves those out: move it to a step of its own",
                statement.place)
        }
    }
}

/// What is left of a migration whose API is installed: its own steps, numbered as they are recorded.
/// - Parameters:
///   - generated: how many recorded steps come before them.
///   - count: of all recorded steps.
package func ownSteps(
    _ up: MigrationScript, _ header: MigrationHeader, after generated: Int, of count: Int
) -> [ScriptStep] {
    up.steps.filter(\.isOwn).enumerated().map { index, step in
        renumbered(step, generated + index + 1, of: count, .up, header)
    }
}

extension ScriptStep {
    /// A step of a person's: it records nothing that was generated.
    package var isOwn: Bool { !statements.contains(where: \.recordsInstallation) }
}

/// A migration as it runs in a database that is caught up: without its generated steps, with those that a person wrote.
/// The first of those that are caught up installs the API of the last.
package struct CaughtUpScripts: Sendable {
    package var up: MigrationScript
    package var down: MigrationScript
    package var downText: String
    /// The first ones: those that are not a person's.
    package var generatedSteps: Int
}

/// - Parameters:
///   - plan: nil where a migration before it has installed the API.
///   - version: the last of the migrations that are caught up together.
package func writeCaughtUp(
    _ up: MigrationScript, _ down: MigrationScript, _ header: MigrationHeader, installing plan: MigrationPlan?,
    with version: String
) throws(ScriptError) -> CaughtUpScripts {
    var (upSteps, downSteps) = try planned(plan, header)
    let own = up.steps.filter(\.isOwn)
    upSteps += own
    downSteps = down.steps.filter { step in own.contains { $0.number == step.number } } + downSteps
    // A migration is recorded by a step.
    if upSteps.isEmpty {
        upSteps = [emptyStep(header, .up)]
        downSteps = [emptyStep(header, .down)]
    }
    let count = upSteps.count
    let generated = count - own.count
    for index in 0..<count {
        upSteps[index] = renumbered(upSteps[index], index + 1, of: count, .up, header)
        downSteps[index] = renumbered(downSteps[index], count - index, of: count, .down, header)
    }
    let text = writeDown(downSteps, header, CaughtUp(with: version, generatedSteps: generated))
    var script = up
    script.steps = upSteps
    // The plan was made of the columns as they are.
    script.reliesOn = []
    return CaughtUpScripts(up: script, down: try parseScript(text), downText: text, generatedSteps: generated)
}

private func planned(
    _ plan: MigrationPlan?, _ header: MigrationHeader
) throws(ScriptError) -> (up: [ScriptStep], down: [ScriptStep]) {
    guard let plan, !plan.isEmpty else { return ([], []) }
    let (up, down) = writeScripts(plan, header)
    return (try parseScript(up).steps, try parseScript(down).steps)
}

private func emptyStep(_ header: MigrationHeader, _ direction: StepDirection) -> ScriptStep {
    let place = ScriptPlace(line: 1, column: 1)
    let begin = direction == .up ? beginMigrationCall(header, steps: 1) : beginStepCall(1, direction, header)
    return ScriptStep(
        number: 1, title: "caught up", place: place, isTransaction: true,
        statements: ["begin;", begin, endStepCall(1, direction, header), "commit;"]
            .map { ScriptStatement(text: $0, place: place) })
}

/// The step at another place: what opens and closes it says so.
private func renumbered(
    _ step: ScriptStep, _ number: Int, of count: Int, _ direction: StepDirection, _ header: MigrationHeader
) -> ScriptStep {
    var step = step
    step.number = number
    for index in step.statements.indices {
        if step.statements[index].opensStep {
            let beginsMigration = direction == .up && number == 1
            step.statements[index].text =
                beginsMigration
                ? beginMigrationCall(header, steps: count) : beginStepCall(number, direction, header)
        } else if step.statements[index].closesStep {
            step.statements[index].text = endStepCall(number, direction, header)
        }
    }
    return step
}

/// What the heading of a way back says where the migration was caught up.
package struct CaughtUp: Hashable, Sendable {
    /// The last of the migrations that were caught up together.
    package var with: String
    /// How many of its recorded steps come before those of a person's.
    package var generatedSteps: Int
}

private let mark = "-- caught-up-with: "
private let stepsMark = "-- generated-steps: "

/// The way back as the database keeps it, which says that the migration was caught up.
private func writeDown(_ steps: [ScriptStep], _ header: MigrationHeader, _ caughtUp: CaughtUp) -> String {
    var text = """
        -- FraiseQL migration \(header.version)_\(header.name), down
        -- parent: \(header.parent?.version ?? "none")
        \(mark)\(caughtUp.with)
        \(stepsMark)\(caughtUp.generatedSteps)

        """
    for step in steps {
        text += "\n-- step \(step.number) of \(steps.count): \(step.title)\n"
        if !step.isTransaction { text += "-- outside a transaction\n" }
        text += step.statements.map { "\($0.text)\n" }.joined()
    }
    return text
}

/// nil for a migration that ran as it was written.
/// - Parameter downScript: as the database keeps it.
package func readCaughtUp(_ downScript: String) -> CaughtUp? {
    // A name has 240 characters at most.
    let heading = downScript.prefix(1000).split(separator: "\n").prefix { $0.hasPrefix("--") }
    func value(_ mark: String) -> String? {
        heading.first { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
    }
    guard let version = value(mark), let steps = value(stepsMark).flatMap({ Int($0) }) else { return nil }
    return CaughtUp(with: version, generatedSteps: steps)
}
