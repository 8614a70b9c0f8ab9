package import CatalogReader
package import HostSystem
package import InstallPlanner
package import JSONText
package import ModelReader
package import Postgres
private import SQLText
package import SchemaMapping

/// Why a command of the migration tool stopped. Nothing is half done when one is thrown: the step that failed is undone.
package enum MigrationError: Error, CustomStringConvertible {
    case postgres(PostgresError)
    case system(SystemError)
    case file(path: String, FileTrouble)
    case catalog(CatalogError)
    case model(ModelError)
    /// The errors among the findings: the API cannot be made as configured.
    case mapping([Finding])
    case plan(PlanError)
    /// A stored record or model that this build cannot read.
    case unreadable(String, JSONError)
    case script(path: String, ScriptError)
    /// With the statements that give what the role lacks for it.
    case statement(path: String, ScriptPlace, PostgresError, lacked: [String])
    /// The lock of a step was not to be had.
    case lockTimeout(path: String, ScriptPlace, attempts: Int, holder: String?, PostgresError)
    case heldByOther(String)
    /// Somebody changes a table below the views, which cannot be printed meanwhile.
    case recordsLocked(holder: String?)
    case twoHeads([String])
    case strayMigration(String, parent: String)
    case duplicateVersion(String, String)
    case changedParent(String, parent: String)
    case pending([String])
    case noFolder(String)
    case notInFolder([String])
    case unknownVersion(String, known: [String])
    /// Columns are otherwise than a migration was written for. The later one that fits, which could be installed at once;
    /// nil where none does.
    case differs(migration: String, [String], stepsDone: Int, fitting: String?, waiting: [String])
    /// Catching up would undo steps of a person's, which have these titles. The version below; nil for the first.
    case ownStepsInForce(String, [String], keeps: String?)
    case ownStepsChanged(String, now: Int, recorded: Int)
    /// It was caught up together with those after it. The version below them; nil where they are the first.
    case neverAlone(String, keeps: String?)
    /// None that follows fits, and some of its steps are in force.
    case differsHalfway(migration: String, [String], stepsDone: Int)
    case unbound([String])
    case noWayBack(String)
    case stepCounts(String, up: Int, down: Int)
    case schemaTaken(String, [String])
    case roleMissing(String)
    case companionSchemaTaken
    case invalidName(String)
    case reservedName(String)
    /// The version below it; nil where it is the first.
    case madeByApply(String, keeps: String?)
    /// A run of `apply` that stopped half-way.
    case applyStopped(String, stepsDone: Int, steps: Int)
    case dependents([String])
    case nothingInstalled
    /// The statements that give the owners back what they revoked from themselves.
    case lackedByOwners([String])
    case unknownRelation(String, known: [String])

    /// In several lines only where each stands for something of its own: a name of the database makes none.
    package var description: String {
        switch self {
        case .postgres(let error): text(of: error)
        case .mapping(let findings): findings.map(\.text).joined(separator: "\n")
        case .statement(let path, let place, let error, let lacked):
            "\(printable(path)):\(place): \(text(of: error, lacked: lacked))"
        default: printable(sentence)
        }
    }

    /// PostgreSQL says that this role may not.
    var isForbidden: Bool {
        switch self {
        case .postgres(let error): error.isForbidden
        case .model(.forbidden): true
        default: false
        }
    }

    private var sentence: String {
        switch self {
        case .postgres, .mapping, .statement: ""
        case .system(let error): error.description
        case .file(let path, let trouble): "\(path): \(trouble)"
        case .catalog(let error): error.description
        case .model(let error): error.description
        case .plan(let error): error.description
        case .unreadable(let what, let error): "\(what) cannot be read: \(error)"
        case .script(let path, let error): "\(path):\(error.place): \(error.message)"
        case .lockTimeout(let path, let place, let attempts, let holder, let error):
            "\(path):\(place): \(holder ?? "another session") holds a lock that this step needs; gave up after \(attempts) "
                + "attempts. Nothing of the step is in force; run the command again when the other session is done "
                + "(\(error.message))"
        case .recordsLocked(let holder):
            "\(holder ?? "another session") holds a lock on a table below the generated views, which cannot be looked at "
                + "meanwhile: run the command again when that session is done"
        case .heldByOther(let holder): "another migration of this database is running: \(holder)"
        case .twoHeads(let heads):
            "two migrations follow the same one, from two branches: \(heads.joined(separator: ", ")). Keep the one that "
                + "others have applied; delete the folder of the other and write it again on top with "
                + "`fraiseql db migrate NAME` (for a hand-written one, change the parent in its `-- parent:` line and in its "
                + "begin_migration call instead)"
        case .strayMigration(let migration, let parent):
            "\(migration) follows \(parent), which is neither in the folder nor in the database: restore that folder"
        case .duplicateVersion(let one, let other): "\(one) and \(other) have the same version: rename one of them"
        case .changedParent(let migration, let parent):
            "\(migration) was written on top of another text of \(parent) than the one here: restore \(parent), or delete "
                + "the folder of \(migration) and write it again with `fraiseql db migrate NAME`"
        case .pending(let versions):
            "migrations wait to be applied: \(versions.joined(separator: ", ")); run `fraiseql db upgrade` first"
        case .noFolder(let path):
            "there is no folder \(path) (`directory` in [migrations]; `migrations` beside the configuration where that says "
                + "nothing): name the one that holds the migrations, or write the first with `fraiseql db migrate NAME`"
        case .notInFolder(let versions):
            "the database holds migrations that are not in the folder: \(versions.joined(separator: ", ")); fetch their "
                + "folders, or take them back with `fraiseql db downgrade`"
        case .unknownVersion(let version, let known):
            "there is no migration \(version); known: \(known.isEmpty ? "none" : known.joined(separator: ", "))"
        case .differs(let migration, let differences, let done, let fitting?, _):
            "\(otherwise(migration, differences)). \(inForce(done)); "
                + "\(fitting), which follows, was written for this one: run `fraiseql db upgrade --catch-up`, which installs "
                + "its API in one go and records the others as applied"
        case .differs(let migration, let differences, let done, fitting: nil, let waiting):
            "\(otherwise(migration, differences)). \(inForce(done))"
                + (waiting.count > 1 ? ", and none that follows fits" : "")
                + ". Where this database is behind, change it first (`fraiseql db around -- your-migration-tool up`). Where "
                + "it is ahead, a migration is missing: write it in a database that has \(waiting.last ?? migration), or, "
                + "if none has, delete \(waiting.joined(separator: ", ")) and begin anew with `fraiseql db migrate NAME`"
        case .ownStepsInForce(let migration, let titles, let version):
            "\(migration) stopped after steps of yours, which catching up would undo: \(titles.joined(separator: "; ")). "
                + "Undo them with `fraiseql db downgrade \(version ?? "base")`, then run `fraiseql db upgrade --catch-up`"
        case .ownStepsChanged(let migration, let now, let recorded):
            "\(migration) stopped half-way with \(recorded) steps of yours, and its up.sql has \(now) now: restore that, or "
                + "take back what ran of it with `fraiseql db downgrade`"
        case .neverAlone(let migration, let version):
            "\(migration) was caught up together with those after it, and its own API was never installed here: take back "
                + "all of them with `fraiseql db downgrade \(version ?? "base")`"
        case .differsHalfway(let migration, let differences, let done):
            "\(migration) cannot go on: the database is no longer as it was written for: "
                + "\(differences.joined(separator: "; ")). The steps up to \(done) stay in force; take them back with "
                + "`fraiseql db downgrade`, delete the folder of \(migration) and write it again with "
                + "`fraiseql db migrate NAME`"
        case .unbound(let objects):
            "objects are unbound: \(objects.joined(separator: ", ")); run `fraiseql db bind` first, or, where columns below "
                + "them are gone, bring the API up to date with `fraiseql db migrate NAME` and `fraiseql db upgrade`"
        case .noWayBack(let migration):
            "no down.sql of \(migration) is stored in the database or in the folder"
        case .stepCounts(let migration, let up, let down):
            "\(migration): up.sql has \(up) steps and down.sql \(down); each step needs its way back"
        case .schemaTaken(let schema, let contents):
            "the schema \(schema) is in use already (\(contents.prefix(5).joined(separator: ", "))): set `schema` in "
                + "[api] to another name"
        case .companionSchemaTaken:
            "the schema fraiseql is there already and is not FraiseQL's: rename it first "
                + "(`alter schema fraiseql rename to ...`)"
        case .roleMissing(let role):
            "the role \(role) of [api] does not exist: create it as docs/least-privilege.md says, or leave `role` out"
        case .invalidName(let name):
            "'\(name)' is no name for a migration: use lower-case letters, digits and _, at least one letter or digit, and "
                + "at most \(maximumNameLength) in all"
        case .reservedName(let name):
            "'\(name)' is what `fraiseql db apply` calls its migrations, which have no files: use another name"
        case .madeByApply(let migration, let version):
            "\(migration) was made by `fraiseql db apply`, which writes no files: take it back with "
                + "`fraiseql db downgrade \(version ?? "base")` first, or go on with `fraiseql db apply`"
        case .applyStopped(let migration, let done, let steps):
            "\(migration) stopped after \(done) of \(steps) steps, and `fraiseql db apply` writes no files to go on with: "
                + "run `fraiseql db apply` again, which takes it back and plans anew, or `fraiseql db downgrade`"
        case .nothingInstalled: ModelReader.nothingInstalled
        case .lackedByOwners(let statements):
            "the owner of schema fraiseql may no longer use what lies in it: run "
                + statements.map { "`\($0)`" }.joined(separator: " ")
        case .unknownRelation(let name, let known):
            "no generated view stands on \(name); there are views on: \(known.joined(separator: ", "))"
        case .dependents(let objects):
            "other objects depend on what would be dropped: \(objects.joined(separator: ", ")); drop or change these first"
        }
    }

    private func otherwise(_ migration: String, _ differences: [String]) -> String {
        // Catching up has stopped in it, and its own columns are as they were written for.
        if differences.isEmpty {
            return "\(migration) stopped while it was caught up, and the columns have changed since"
        }
        return "\(migration) was written for another database: \(differences.joined(separator: "; "))"
    }

    private func inForce(_ steps: Int) -> String {
        switch steps {
        case 0: "Nothing of it has run"
        case 1: "One step of it is in force"
        default: "\(steps) steps of it are in force"
        }
    }

    /// What PostgreSQL says may have several lines, and names in it: what follows the first is indented.
    private func text(of error: PostgresError, lacked: [String] = []) -> String {
        let statements = lacked.map { "`\($0)`" }.joined(separator: " ")
        let needs =
            (lacked.isEmpty ? "" : "what this role seems to lack: \(statements); ")
            + "what the migrating role needs: docs/least-privilege.md"
        let parts = [
            error.description, error.detail, error.hint.map { "hint: \($0)" },
            error.isForbidden || error.isGrantWithoutEffect ? needs : nil,
        ]
        let lines = parts.compactMap(\.self).flatMap { $0.split(separator: "\n") }
        return lines.map { printable(String($0)) }.joined(separator: "\n    ")
    }
}

/// Runs what talks to PostgreSQL, with its error as one of this tool.
func asking<Result>(_ body: () throws(PostgresError) -> Result) throws(MigrationError) -> Result {
    do throws(PostgresError) { return try body() } catch { throw .postgres(error) }
}

func withModel<Result>(_ body: () throws(ModelError) -> Result) throws(MigrationError) -> Result {
    do throws(ModelError) { return try body() } catch { throw .model(error) }
}

func withFiles<Result>(_ body: () throws(SystemError) -> Result) throws(MigrationError) -> Result {
    do throws(SystemError) { return try body() } catch { throw .system(error) }
}
