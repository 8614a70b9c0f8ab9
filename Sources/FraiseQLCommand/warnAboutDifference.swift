import Configuration
import HostSystem
import Postgres
import SchemaMapping
import Sidecar

// `schema`, `check` and `plan` speak of the database and the configuration, `serve` and `explain` of the installed
// model. Each says when the two differ.

/// For the commands that show what would be.
func warnAboutDifference(_ installed: APIModel?, _ model: APIModel) {
    if let installed, installed != model {
        printMessage("warning: this differs from what is installed; 'fraiseql db plan' shows how")
    }
}

/// For `explain`: silent where there is no configuration, or it does not fit the database, which `check` tells.
func warnAboutDifference(_ invocation: Invocation, _ workplace: Workplace, _ installed: APIModel) {
    guard hasConfiguration(invocation), let mapping = try? mapDatabase(workplace, installed) else { return }
    if mapping.model != installed {
        printMessage(
            "warning: this is the installed API; the database and the configuration differ from it: "
                + "'fraiseql db plan' shows how")
    }
}

/// For `serve`, in its log, beside the start: comparing reads the whole catalog.
func warnAboutDifferenceLater(_ invocation: Invocation, _ configuration: Configuration, url: String, log: LogOptions) {
    guard hasConfiguration(invocation) else { return }
    let thread = try? startThread("compare-model") {
        guard let connection = try? connect(url) else { return }
        let workplace = Workplace(configuration: configuration, connection: connection, url: url)
        guard let read = try? readInstalled(workplace), let mapping = try? mapDatabase(workplace, read) else { return }
        if mapping.model == read { return }
        let log = Log(log)
        log.observe(.modelDiffers)
        log.flush()
    }
    thread?.detach()
}

private func hasConfiguration(_ invocation: Invocation) -> Bool {
    fileExists(invocation.options["config"] ?? defaultConfigurationPath)
}
