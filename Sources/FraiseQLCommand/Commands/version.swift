import HostSystem
import JSONText

/// The version of this build. Raised with each release; CHANGELOG.md says what each brought.
let toolVersion = "0.1.0-dev"

let versionCommand = CommandDefinition(
    path: ["version"],
    summary: "names the build",
    example: "fraiseql version --json",
    run: { (invocation) throws(CommandFailure) in
        printVersion(asJSON: invocation.wantsJSON)
        return .done
    })

func printVersion(asJSON: Bool) {
    #if DEBUG
        let build = "debug"
    #else
        let build = "release"
    #endif
    if asJSON {
        printJSON(["version": .string(toolVersion), "build": .string(build)])
    } else {
        printAnswer("fraiseql \(toolVersion) (\(build))\n")
    }
}
