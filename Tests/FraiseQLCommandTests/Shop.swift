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

    func dump() throws -> String {
        let path = "\(folder)/dump.sql"
        guard run("pg_dump --schema-only --restrict-key=x \(quoteForShell(database.url)) > \(path)") == 0 else {
            throw SystemError("pg_dump", path, code: 0)
        }
        return try readTextFile(path)
    }
}
