import CatalogModel
import CatalogReader
import Configuration
import HostSystem
import JSONText
import Postgres

let initCommand = CommandDefinition(
    path: ["init"],
    summary: "writes a commented fraiseql.toml for a database, and an empty migrations folder",
    details: "Reads the database and changes nothing in it. A file that exists is not overwritten.",
    example: "fraiseql init --database-url postgresql://localhost/shop",
    run: { (invocation) throws(CommandFailure) in
        let path = invocation.options["config"] ?? defaultConfigurationPath
        if fileExists(path) { throw CommandFailure("\(path) exists already: remove it, or name another with --config") }
        let connection = try connect(try databaseURL(invocation, nil))
        let text = try describeDatabase(connection)
        let folder = besideFile(path, Configuration().migrationsDirectory)
        try reading { () throws(SystemError) in
            try makeDirectory(folder)
            try writeFile(path, text)
        }
        if invocation.wantsJSON {
            printJSON(["configuration": .string(path), "migrations": .string(folder)])
        } else {
            printLines(["wrote \(path)", "made \(folder)/"])
        }
        printMessage("review \(path), then run 'fraiseql check' and 'fraiseql db plan'")
        return .done
    })

private func describeDatabase(_ connection: Connection) throws(CommandFailure) -> String {
    let catalog: Catalog
    do throws(CatalogError) {
        catalog = try readCatalog(connection, schemas: try readSchemaNames(connection))
    } catch { throw CommandFailure(error.description) }
    do throws(InitRefusal) { return try makeConfigurationText(catalog) } catch {
        throw CommandFailure(error.description)
    }
}
