private import Glibc
import Synchronization

let clusterToStop = Mutex<String?>(nil)
private let counter = Atomic<Int>(0)

func nextNumber() -> Int {
    counter.add(1, ordering: .relaxed).newValue
}

/// Runs a shell command and answers its exit code.
package func run(_ command: String) -> Int32 {
    let status = system(command)
    return (status >> 8) & 0xff
}

/// Adds a line to the end of a file in one piece, whoever else does so at the same time.
func appendLine(_ line: String, to path: String) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let bytes = Array("\(line)\n".utf8)
    return write(descriptor, bytes, bytes.count) == bytes.count
}
