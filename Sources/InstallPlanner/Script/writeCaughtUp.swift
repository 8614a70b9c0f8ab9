private import SQLText

extension MigrationScript {
    /// Whether it was planned, not written by hand: such a script names the columns that it relies on, or holds a model.
    package var isGenerated: Bool { !reliesOn.isEmpty || recordedModel != nil }

    /// A query for the model that the script puts in force, its format before its text; nil where it leaves the model as
    /// it is. PostgreSQL reads the constants in whatever form a reviewer left them.
    package var recordedModel: String? {
        let call = "call fraiseql.record_model("
        guard let statement = steps.flatMap(\.statements).last(where: { $0.text.hasPrefix(call) })?.text,
            let end = statement.lastIndex(of: ")")
        else { return nil }
        return "select \(statement[statement.index(statement.startIndex, offsetBy: call.count)..<end])"
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
    for index in 0..<count {
        upSteps[index] = renumbered(upSteps[index], index + 1, of: count, .up, header)
        downSteps[index] = renumbered(downSteps[index], count - index, of: count, .down, header)
    }
    let text = writeDown(downSteps, header, version)
    var script = up
    script.steps = upSteps
    // The plan was made of the columns as they are.
    script.reliesOn = []
    return CaughtUpScripts(up: script, down: try parseScript(text), downText: text)
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

private let mark = "-- caught-up-with: "

/// The way back as the database keeps it, which says that the migration was caught up.
private func writeDown(_ steps: [ScriptStep], _ header: MigrationHeader, _ version: String) -> String {
    var text = """
        -- FraiseQL migration \(header.version)_\(header.name), down
        -- parent: \(header.parent?.version ?? "none")
        \(mark)\(version)

        """
    for step in steps {
        text += "\n-- step \(step.number) of \(steps.count): \(step.title)\n"
        if !step.isTransaction { text += "-- outside a transaction\n" }
        text += step.statements.map { "\($0.text)\n" }.joined()
    }
    return text
}

/// The last of the migrations that were caught up together with this one; nil for one that ran as it was written.
/// - Parameter downScript: as the database keeps it.
package func caughtUpVersion(_ downScript: String) -> String? {
    // A name has 240 characters at most.
    let heading = downScript.prefix(1000).split(separator: "\n").prefix { $0.hasPrefix("--") }
    return heading.first { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
}
