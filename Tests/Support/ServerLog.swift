private import HostSystem
package import Postgres

/// What the server of the tests executes, from its log: of databases with `log_statement = all`.
package struct ServerLog {
    private let processes: Set<Int32>

    /// - Parameter processes: the sessions that are looked at.
    package init(of processes: [Int32]) { self.processes = Set(processes) }

    /// The statements of each transaction so far, in order; what is sent between two Syncs is one. The log is written behind
    /// the answers, so it is waited for.
    package func flights(_ connection: Connection) throws -> [[String]] {
        let mark = "mark \(monotonicNanoseconds())"
        try connection.script("set log_statement = 'all'; select '\(mark)'")
        var text = ""
        try waitUntil("the server's log has its mark") {
            text = try readTextFile("\(PrivateCluster.shared.socketDirectory)/log")
            return text.contains("select '\(mark)'")
        }
        var flights: [[String]] = []
        var places: [Substring: Int] = [:]
        var current: Int?
        for line in text.split(separator: "\n") {
            // The further lines of a statement are indented by a tab.
            if line.first == "\t" {
                if let current { flights[current][flights[current].count - 1] += "\n\(line.dropFirst())" }
                continue
            }
            current = nil
            let parts = line.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
            guard parts.count == 4, let process = Int32(parts[0]), processes.contains(process), parts[2] == "LOG",
                let statement = executed(parts[3])
            else { continue }
            let flight = line[..<parts[1].endIndex]
            let place = places[flight] ?? flights.count
            places[flight] = place
            if place == flights.count { flights.append([]) }
            flights[place].append(statement)
            current = place
        }
        return flights
    }

    /// `  execute f1: select 1`: the statement.
    private func executed(_ message: Substring) -> String? {
        let message = message.drop { $0 == " " }
        guard message.hasPrefix("execute ") || message.hasPrefix("statement: "),
            let start = message.firstIndex(of: ":")
        else { return nil }
        return String(message[start...].dropFirst(2))
    }
}
