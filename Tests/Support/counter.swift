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
