import HostSystem
import Postgres
import Support

/// `examples/shop` in a database of its own, with a folder to work in.
struct Shop {
    let database: TestDatabase
    let folder: String

    init() throws {
        database = try PrivateCluster.shared.makeDatabase()
        folder = "\(PrivateCluster.shared.socketDirectory)/\(database.name)"
        try makeDirectory(folder)
        let connection = try database.connect()
        for file in ["schema", "data"] {
            try connection.script(readTextFile("\(repositoryRoot)/examples/shop/\(file).sql"))
        }
    }

    @discardableResult
    func fraiseql(_ arguments: String...) throws -> CommandResult {
        try runFraiseQL(arguments, in: folder, database: database.url)
    }

    /// `pg_dump --schema-only`, less the key that recent versions draw anew each time (older ones know no --restrict-key).
    func dump() throws -> String {
        let path = "\(folder)/dump.sql"
        let command =
            "pg_dump --schema-only \(quoteForShell(database.url)) >\(path).whole && "
            + "grep -vE '^.(un)?restrict ' \(path).whole >\(path)"
        guard run(command) == 0 else { throw SystemError("pg_dump", path, code: 0) }
        return try readTextFile(path)
    }
}
