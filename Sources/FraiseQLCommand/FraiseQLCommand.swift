import Glibc
import HostSystem

@main enum FraiseQLCommand {
    static func main() {
        printMessage("fraiseql: no command is built yet")
        exit(64)
    }
}
