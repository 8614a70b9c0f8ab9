import HostSystem
import JSONText

/// Writes the answer of a command that was asked for `--json`.
func printJSON(_ value: JSON) {
    printAnswer(value.prettyText() + "\n")
}
