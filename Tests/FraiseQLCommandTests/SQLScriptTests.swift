import HostSystem
import Support
import Testing

/// Every file of Tests/SQL, run by psql in a database of its own, after the files that its first line names
/// (`-- on: examples/shop/schema.sql`). A script fails by raising an error: `assert` in a `do` block.
struct SQLScriptTests {
    @Test(arguments: try listDirectory("\(repositoryRoot)/Tests/SQL").filter { $0.hasSuffix(".sql") })
    func theScriptRunsWithoutAnError(file: String) throws {
        let path = "Tests/SQL/\(file)"
        let header = try #require(readTextFile("\(repositoryRoot)/\(path)").split(separator: "\n").first)
        try #require(header.hasPrefix("-- on:"), "\(path) starts with '-- on: FILE...'")
        let database = try PrivateCluster.shared.makeDatabase()
        for file in header.dropFirst("-- on:".count).split(separator: " ") + [Substring(path)] {
            let status = run(
                "cd '\(repositoryRoot)' && psql -X -q -1 -v ON_ERROR_STOP=1 -o /dev/null -d '\(database.url)' -f '\(file)'"
            )
            #expect(status == 0, "\(file), for \(path): see psql's message above")
        }
    }
}
