import HostSystem
import JSONText
import SchemaMapping

let schemaCommand = CommandDefinition(
    path: ["schema"],
    summary: "prints the GraphQL schema of the database and the configuration, as SDL",
    example: "fraiseql schema > schema.graphql",
    run: { (invocation) throws(CommandFailure) in
        let workplace = try openWorkplace(invocation)
        let installed = try readInstalled(workplace)
        let mapping = try mapDatabase(workplace, installed)
        for finding in mapping.findings where finding.severity == .error { printMessage(finding.text) }
        if mapping.hasErrors { return .failed }
        let warnings = mapping.findings.count { $0.severity == .warning }
        if warnings > 0 { printMessage("\(warnings) warnings; 'fraiseql check' tells them") }
        warnAboutDifference(installed, mapping.model)
        let text = printSDL(makeGraphQLSchema(mapping.model))
        if invocation.wantsJSON {
            printJSON(["sdl": .string(text)])
        } else {
            printAnswer(text)
        }
        return .done
    })
