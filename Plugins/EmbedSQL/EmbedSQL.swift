import Foundation
import PackagePlugin

/// Embeds every .sql file of sql/ and migrations/ into the SQLFiles target, keyed by its path in the repository.
@main struct EmbedSQL: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let root = context.package.directoryURL
        let work = context.pluginWorkDirectoryURL
        let output = work.appending(path: "embedded.swift")
        // The build asks this plugin only now and then, so a list of files made here misses what came and trips over what
        // went. The tool looks for itself, at every build: it touches the folder that is its input.
        return [
            .buildCommand(
                displayName: "Embedding the SQL files",
                executable: try context.tool(named: "EmbedSQLTool").url,
                arguments: [root.path, output.path] + ["sql", "migrations"].map { root.appending(path: $0).path },
                inputFiles: [work],
                outputFiles: [output])
        ]
    }
}
