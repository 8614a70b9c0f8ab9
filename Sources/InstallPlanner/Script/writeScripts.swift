private import JSONText
private import SQLText

/// The two scripts of a migration, for the tool and for `psql -f` alike: every step is a transaction of its own that
/// also counts the step. The way down undoes step by step, last first. Nothing in them is hidden from who reads them.
package func writeScripts(_ plan: MigrationPlan, _ header: MigrationHeader) -> (up: String, down: String) {
    let writer = ScriptWriter(plan: plan, header: header)
    return (showHidden(writer.up()), showHidden(writer.down()))
}

/// A pair whose last step waits for the statements of a person. What the companion lacks is made before that.
package func writeEmptyScripts(
    _ header: MigrationHeader, companion: [InstallObject], installed: [InstalledObject]
) -> (up: String, down: String) {
    let changes = difference(wanted: companion, installed: installed.filter(\.isOfCompanion))
    let plan = MigrationPlan(groups: changes + [ChangeGroup(relation: "your statements", changes: [])], model: nil)
    let (up, down) = writeScripts(plan, header)
    return (
        withRoom(up, endStepCall(plan.stepCount, .up, header)),
        withRoom(down, endStepCall(plan.stepCount, .down, header))
    )
}

private func withRoom(_ text: String, _ end: String) -> String {
    replacing(end, by: "-- Write the statements of this step here.\n\n\(end)", in: text)
}

private func replacing(_ part: String, by other: String, in text: String) -> String {
    guard let range = text.firstRange(of: part) else { return text }
    return String(text[..<range.lowerBound]) + other + String(text[range.upperBound...])
}

private struct ScriptWriter {
    let plan: MigrationPlan
    let header: MigrationHeader

    func up() -> String {
        var text = heading("up") + reliance()
        for (index, group) in plan.groups.enumerated() {
            text += step(
                index + 1, title(group), locks(group), upBody(index + 1, group), isGenerated: !group.changes.isEmpty)
        }
        if let model = plan.model {
            let number = plan.stepCount
            let body = number == 1 ? beginMigration() : beginStep(number, .up)
            text += step(number, "the API model", nil, [body, record(model.new), endStep(number, .up)])
        }
        return text
    }

    func down() -> String {
        var text = heading("down")
        if let model = plan.model {
            let former = model.former.map(record) ?? "delete from fraiseql.api_model;"
            text += step(
                plan.stepCount, "the API model, as it was", nil,
                [beginStep(plan.stepCount, .down), former, endStep(plan.stepCount, .down)])
        }
        for (index, group) in plan.groups.enumerated().reversed() {
            text += step(
                index + 1, "\(title(group)), undone", locks(group, isUndone: true), downBody(index + 1, group),
                isGenerated: !group.changes.isEmpty)
        }
        return text
    }

    // MARK: The frame

    private func heading(_ direction: String) -> String {
        var lines = ["-- FraiseQL migration \(header.version)_\(header.name), \(direction)"]
        if let parent = header.parent {
            lines.append("-- parent: \(parent.version)")
            if let checksum = parent.checksum { lines.append("-- parent-checksum: \(checksum)") }
        } else {
            lines.append("-- parent: none")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func reliance() -> String {
        plan.reliesOn.map { "-- relies-on: \(escapingHidden($0.json.text))\n" }.joined()
    }

    /// Generated statements qualify every name that is not PostgreSQL's own, so that no function in `public` is taken
    /// for one of those. A person's statements run on the search path that psql gives them.
    private func step(
        _ number: Int, _ title: String, _ locks: String?, _ body: [String], isGenerated: Bool = true
    ) -> String {
        let note = locks.map { "-- locks: \(printable($0))\n" } ?? ""
        let path = isGenerated ? "\nset local search_path = '';" : ""
        return """

            -- step \(number) of \(plan.stepCount): \(printable(title))
            \(note)begin;
            set local lock_timeout = '\(durationText(header.lockTimeout))';\(path)
            \(body.filter { !$0.isEmpty }.joined(separator: "\n\n"))
            commit;

            """
    }

    /// `2s`, `500ms`: the configuration counts in milliseconds.
    private func durationText(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        return milliseconds % 1000 == 0 ? "\(seconds)s" : "\(milliseconds)ms"
    }

    private func title(_ group: ChangeGroup) -> String {
        group.relation
            ?? (group.changes.contains(where: \.isOfCompanion)
                ? "the companion itself"
                : group.changes.compactMap(\.identity.kind.stepTitle).first ?? "schemas and grants")
    }

    /// The strongest lock of what is made and dropped.
    private func locks(_ group: ChangeGroup, isUndone: Bool = false) -> String? {
        guard let relation = group.relation else { return nil }
        let locks = group.changes.flatMap { change -> [RelationLock?] in
            let kind = change.identity.kind
            return switch change {
            case .create: [isUndone ? kind.lockToDrop : kind.lockToMake]
            case .replace: [kind.lockToMake, kind.lockToDrop]
            case .drop: [isUndone ? kind.lockToMake : kind.lockToDrop]
            case .revoke: []
            }
        }
        return locks.compactMap(\.self).max()?.note(relation)
    }

    // MARK: The steps

    /// The calls of a step are those of the companion as the step leaves it: it changes before the first of them.
    private func upBody(_ number: Int, _ group: ChangeGroup) -> [String] {
        let companion = group.changes.filter(\.isOfCompanion)
        let others = group.changes.filter { !$0.isOfCompanion }
        return companion.map(upStatements) + [number == 1 ? beginMigration() : beginStep(number, .up)]
            + companion.map(upRecord) + others.map { lines([upStatements($0), upRecord($0)]) }
            + [endStep(number, .up)]
    }

    /// On the way back, too: the companion is as it was after the last call. The records of the first migration go with
    /// their table.
    private func downBody(_ number: Int, _ group: ChangeGroup) -> [String] {
        let companion = group.changes.reversed().filter(\.isOfCompanion)
        let others = group.changes.reversed().filter { !$0.isOfCompanion }
        let records = header.parent == nil ? [] : companion.map(downRecord)
        return [beginStep(number, .down)]
            + others.map { lines([downStatements($0, in: group), downRecord($0)]) }
            + records + [endStep(number, .down)] + companion.map { downStatements($0, in: group) }
    }

    private func lines(_ texts: [String]) -> String { texts.filter { !$0.isEmpty }.joined(separator: "\n") }

    private func upStatements(_ change: Change) -> String {
        switch change {
        case .create(let object): ([object.create] + object.restoredGrants).joined(separator: "\n")
        case .replace(let object, _): object.replace
        case .drop(let object): object.drop
        case .revoke(let object): revokeOthers(object)
        }
    }

    private func upRecord(_ change: Change) -> String {
        switch change {
        case .create(let object), .replace(let object, _): record(object)
        case .drop(let object): forget(object.identity)
        case .revoke: ""
        }
    }

    /// The way back does not open to others again what was closed.
    private func downStatements(_ change: Change, in group: ChangeGroup) -> String {
        switch change {
        case .create(let object): goesWithItsBase(object, group) ? "" : object.drop
        case .replace(_, let former): former.identity.kind.inPlace(former.definition ?? "", drop: former.drop)
        case .drop(let former):
            isGone(former) ? "" : ([former.definition ?? ""] + former.keptGrants).joined(separator: "\n")
        case .revoke: ""
        }
    }

    private func downRecord(_ change: Change) -> String {
        switch change {
        case .create(let object): forget(object.identity)
        case .replace(_, let former): record(former)
        case .drop(let former): isGone(former) ? "" : record(former)
        case .revoke: ""
        }
    }

    private func isGone(_ former: InstalledObject) -> Bool { !former.isBound || former.condition == .missing }

    /// A grant on a view goes with the view.
    private func goesWithItsBase(_ object: InstallObject, _ group: ChangeGroup) -> Bool {
        object.identity.kind.goesWithItsBase
            && group.changes.contains { change in
                if case .create(let other) = change { object.dependsOn.contains(other.identity) } else { false }
            }
    }

    // MARK: The calls

    private func beginMigration() -> String { beginMigrationCall(header, steps: plan.stepCount) }

    private func beginStep(_ number: Int, _ direction: StepDirection) -> String {
        beginStepCall(number, direction, header)
    }

    private func endStep(_ number: Int, _ direction: StepDirection) -> String {
        endStepCall(number, direction, header)
    }

    private func forget(_ identity: ObjectIdentity) -> String {
        renderText("call fraiseql.forget_object(\(literal: identity.kind.name), \(literal: identity.name));")
    }

    /// In every database of the chain it takes back what is stray there; the comments say what is stray here.
    private func revokeOthers(_ object: InstalledObject) -> String {
        let identity = object.identity
        let call = renderText(
            """
            call fraiseql.revoke_others(\
            \(literal: identity.kind.name), \(literal: identity.name), \(array(identity.kind.othersMay ?? [])));
            """)
        return (object.strayGrants.map { "-- Takes back: \(printable($0))" } + [call]).joined(separator: "\n")
    }

    private func record(_ object: InstallObject) -> String {
        recordCall(
            object.identity, hash: object.textHash, drop: object.drop, relation: object.relation?.description,
            dependsOn: object.dependsOn.map(\.description), shape: object.shape, definition: object.definition,
            tables: object.tables)
    }

    private func record(_ object: InstalledObject) -> String {
        // A function of the companion is recorded before it is there again.
        let isPrinted = object.identity.kind.isPrinted && !object.isOfCompanion
        var definition = isPrinted ? nil : object.definition
        // What was drift before the migration is drift again after it was undone.
        if case .changed(_, let recorded) = object.condition { definition = recorded }
        return recordCall(
            object.identity, hash: object.textHash, drop: object.drop, relation: object.relation,
            dependsOn: object.dependsOn, shape: object.shape, definition: definition)
    }

    private func recordCall(
        _ identity: ObjectIdentity, hash: String, drop: String, relation: String?, dependsOn: [String], shape: String?,
        definition: String?, tables: [String] = []
    ) -> String {
        var arguments: [DDL] = ["\(literal: identity.kind.name), \(literal: identity.name), \(literal: hash)"]
        arguments.append("drop_statement => \(literal: drop)")
        if let relation { arguments.append("relation => \(literal: relation)") }
        if !dependsOn.isEmpty { arguments.append("depends_on => \(array(dependsOn))") }
        if let shape { arguments.append("shape => \(literal: shape)") }
        if let definition { arguments.append("definition => \(literal: definition)") }
        if !tables.isEmpty { arguments.append("tables => \(array(tables))") }
        return renderText("call fraiseql.record_object(\n    \(arguments.joined(by: ",\n"))\n);")
    }

    private func array(_ texts: [String]) -> DDL {
        texts.isEmpty ? "'{}'" : "array[\(texts.map { "\(literal: $0)" as DDL }.joined(by: ", "))]"
    }

    private func record(_ model: ModelChange.Text) -> String {
        "call fraiseql.record_model(\(model.format), \(dollarQuote("\n\(model.text)\n", tag: "model")));"
    }
}
