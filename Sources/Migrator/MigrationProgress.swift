private import SQLText

/// What a long command tells while it runs.
package enum MigrationProgress: Hashable, Sendable, CustomStringConvertible {
    case stepStarted(migration: String, step: Int, of: Int, title: String)
    case stepDone(migration: String, step: Int, of: Int, milliseconds: Int)
    case waitingForLock(migration: String, step: Int, attempt: Int, of: Int)
    /// up.sql was run by psql; its checksum and its way back are recorded now.
    case adopted(migration: String)
    /// A migration that stopped half-way goes on with a text that was edited since.
    case editedWhileRunning(migration: String)
    /// The API of one migration is about to be installed for several, the first of which no longer fit.
    case catchingUp(to: String, standsFor: [String])
    /// No migration is in the folder, nor in the database.
    case nothingWritten(folder: String)
    /// The server is of another major than when the objects were made: `verify` compares with what it prints now.
    case printedAgain(major: Int)

    package var description: String { printable(sentence) }

    private var sentence: String {
        switch self {
        case .stepStarted(let migration, let step, let count, let title):
            "\(migration) step \(step) of \(count): \(title)"
        case .stepDone(let migration, let step, let count, let milliseconds):
            "\(migration) step \(step) of \(count) done in \(milliseconds) ms"
        case .waitingForLock(let migration, let step, let attempt, let count):
            "\(migration) step \(step): another session holds a lock, attempt \(attempt) of \(count) gave way"
        case .nothingWritten(let folder):
            "\(folder) holds no migration: `fraiseql db migrate NAME` writes the first"
        case .catchingUp(let migration, let others):
            "catching up: the API of \(migration) is installed in one go; it stands for \(others.joined(separator: ", "))"
        case .adopted(let migration): "\(migration) was run by psql: recorded"
        case .printedAgain(let major): "the definitions are recorded as PostgreSQL \(major) prints them"
        case .editedWhileRunning(let migration):
            "\(migration) was edited since its first step ran: going on with the new text"
        }
    }
}

package typealias ProgressCallback = (MigrationProgress) -> Void
