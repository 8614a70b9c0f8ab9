import CatalogModel
import CatalogReader
import Configuration
import HostSystem
import InstallPlanner
import JSONText
import Migrator
import ModelReader
import Postgres
import SchemaMapping

/// What most commands need: the configuration, and a connection to the database that it means.
struct Workplace {
    var configuration: Configuration
    var connection: Connection
    var url: String
}

/// Reads the configuration and connects. Paths in the configuration are relative to its file.
/// - Parameter complete: adds errors that only the database tells to those of the text.
func openWorkplace(
    _ invocation: Invocation, needsConfiguration: Bool = true,
    complete: (ConfigurationErrors) -> ConfigurationErrors = { $0 }
) throws(CommandFailure) -> Workplace {
    let configuration = try readConfigurationFile(invocation, isNeeded: needsConfiguration, complete: complete)
    let url = try databaseURL(invocation, configuration)
    return Workplace(configuration: configuration, connection: try connect(url), url: url)
}

let defaultConfigurationPath = "fraiseql.toml"

func readConfigurationFile(
    _ invocation: Invocation, isNeeded: Bool = true,
    complete: (ConfigurationErrors) -> ConfigurationErrors = { $0 }
) throws(CommandFailure) -> Configuration {
    let path = invocation.options["config"] ?? defaultConfigurationPath
    if !hasConfigurationFile(invocation) {
        if !isNeeded { return Configuration() }
        throw CommandFailure("there is no \(path) here; run 'fraiseql init' first, or name one with --config FILE")
    }
    let text = try readConfigurationText(path)
    do throws(ConfigurationErrors) {
        var configuration = try readConfiguration(text, environment: environmentVariable)
        configuration.path = path
        configuration.migrationsDirectory = besideFile(path, configuration.migrationsDirectory)
        return configuration
    } catch {
        throw CommandFailure(complete(error).errors.map { "\(path):\($0)" }.joined(separator: "\n"))
    }
}

/// Whether there is one to read, or one was asked for.
func hasConfigurationFile(_ invocation: Invocation) -> Bool {
    invocation.options["config"] != nil || fileExists(defaultConfigurationPath)
}

/// Generous: an entry for each of 10,000 tables is a tenth of it.
private let maximumConfigurationSize = 8 << 20

private func readConfigurationText(_ path: String) throws(CommandFailure) -> String {
    do throws(UnreadableFile) { return try readDiskTextFile(path, atMost: maximumConfigurationSize) } catch {
        switch error {
        case .absent: throw CommandFailure("there is no \(path): run 'fraiseql init' first, or name another file")
        case .notAFile(let kind):
            throw CommandFailure("\(path) is a \(kind.rawValue), where the configuration belongs: name a file")
        case .tooLarge(let bytes):
            throw CommandFailure(
                "\(path) has \(bytes >> 20) MiB, and \(maximumConfigurationSize >> 20) are the most for a configuration: "
                    + "name another file")
        case .notUTF8(let line, let column):
            throw CommandFailure("\(path):\(line):\(column): this is not UTF-8: save the file in that encoding")
        case .system(let error): throw CommandFailure(error.description)
        }
    }
}

func reading<Value>(_ body: () throws(SystemError) -> Value) throws(CommandFailure) -> Value {
    do throws(SystemError) { return try body() } catch { throw CommandFailure(error.description) }
}

/// The command line stands above DATABASE_URL, and that above the configuration.
func databaseURL(_ invocation: Invocation, _ configuration: Configuration?) throws(CommandFailure) -> String {
    let given = invocation.options["database-url"] ?? environmentVariable("DATABASE_URL") ?? configuration?.databaseURL
    guard let given, !given.isEmpty else {
        throw CommandFailure(
            "no database is named: use --database-url URL, DATABASE_URL, or `url` in [database] of the configuration")
    }
    do throws(PostgresError) { try checkConnectionString(given) } catch {
        throw CommandFailure(error.message, exitCode: .usage)
    }
    return given
}

func connect(_ url: String) throws(CommandFailure) -> Connection {
    do throws(PostgresError) {
        let connection = try Connection(url)
        try pinSearchPath(connection)
        return connection
    } catch {
        throw CommandFailure("cannot connect to the database: \(error.message)")
    }
}

func readInstalled(_ workplace: Workplace) throws(CommandFailure) -> APIModel? {
    do throws(ModelError) { return try readInstalledModel(workplace.connection)?.parse() } catch {
        guard case .forbidden = error, let role = workplace.configuration.grantRole,
            (try? becomeModelReader(role, workplace.connection)) == true
        else { throw CommandFailure(error.description) }
    }
    do throws(ModelError) { return try readInstalledModel(workplace.connection)?.parse() } catch {
        throw CommandFailure(error.description)
    }
}

/// What the catalog and the configuration give, with the names of what is installed kept.
func mapDatabase(_ workplace: Workplace, _ installed: APIModel?) throws(CommandFailure) -> Mapping {
    do throws(CatalogError) {
        let configuration = workplace.configuration
        let catalog = try readCatalog(
            workplace.connection, schemas: configuration.exposedSchemas, roles: configuration.mentionedRoles)
        return mapSchema(catalog, configuration, installed: installed)
    } catch { throw CommandFailure(error.description) }
}

/// Runs a part of the migration tool.
func migrating<Value>(_ body: () throws(MigrationError) -> Value) throws(CommandFailure) -> Value {
    do throws(MigrationError) { return try body() } catch {
        switch error {
        case .invalidName: throw CommandFailure(error.description, exitCode: .usage)
        default: throw CommandFailure(error.description)
        }
    }
}

/// A path of the configuration, which is relative to its file.
func besideFile(_ file: String, _ path: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return String(file[...slash]) + path
}
