import CatalogReader
import Configuration
import HostSystem
import JSONText
import SchemaMapping

let checkCommand = CommandDefinition(
    path: ["check"],
    summary: "reports naming clashes, missing keys and indexes, and what is not exposed and why",
    example: "fraiseql check",
    exitCodes: [(.somethingToDo, "there are warnings or errors")],
    run: { (invocation) throws(CommandFailure) in
        let workplace = try openWorkplace(invocation, complete: { withErrorsOfDatabase($0, invocation) })
        var mapping = try mapDatabase(workplace, try readInstalled(workplace))
        do throws(CatalogError) {
            let called = mapping.model.calledFunctions.map(\.signature)
            mapping.add(broken: try findBrokenFunctions(among: called, workplace.connection))
        } catch { throw CommandFailure(error.description) }
        if invocation.wantsJSON {
            printJSON(["findings": .array(mapping.findings.map(\.json))])
        } else {
            printLines(mapping.findings.flatMap(\.lines))
        }
        let serious = mapping.findings.count { $0.severity != .notice }
        if mapping.findings.isEmpty { printMessage("nothing is to report") }
        return serious == 0 ? .done : .somethingToDo
    })

/// Whoever corrects the file wants to hear everything at once; a database that cannot be asked adds nothing.
private func withErrorsOfDatabase(_ errors: ConfigurationErrors, _ invocation: Invocation) -> ConfigurationErrors {
    guard let configuration = errors.readable, let url = try? databaseURL(invocation, configuration),
        let connection = try? connect(url),
        let catalog = try? readCatalog(
            connection, schemas: configuration.exposedSchemas, roles: configuration.mentionedRoles)
    else { return errors }
    do throws(ConfigurationErrors) { try checkMentions(configuration, in: catalog) } catch {
        return ConfigurationErrors(errors.errors + error.errors)
    }
    return errors
}
