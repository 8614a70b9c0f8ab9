import Glibc
import HostSystem
import Support
import Synchronization

/// Clients that ask the same queries again and again, each with a request in flight at all times, until they are stopped.
final class Load: Sendable {
    struct Outcome: Sendable {
        var answers = 0
        /// Each kind of failing answer once, as far as there are not too many.
        var failures: Set<String> = []
    }

    private let outcome = Mutex(Outcome())
    private let isStopped = Atomic(false)
    private let threads: [RunningThread]

    /// - Parameter isFine: whether an answer is no failure.
    init(
        _ address: String, _ queries: [String], clients: Int, isFine: @escaping @Sendable (String) -> Bool
    ) throws(SystemError) {
        guard let port = address.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw SystemError("load", address, code: EINVAL)
        }
        let share = Share()
        var threads: [RunningThread] = []
        for index in 0..<4 {
            var sockets: [LoadSocket] = []
            for _ in 0..<clients / 4 { sockets.append(try LoadSocket(port)) }
            let own = Share.Sockets(sockets)
            threads.append(
                try startThread("load-\(index)") { share.load?.run(own.sockets, queries, isFine) })
        }
        self.threads = threads
        share.begin(self)
    }

    /// Answers until now.
    var answers: Int { outcome.withLock { $0.answers } }

    func stop() -> Outcome {
        isStopped.store(true, ordering: .releasing)
        for thread in threads { thread.join() }
        return outcome.withLock { $0 }
    }

    private func run(_ sockets: [LoadSocket], _ queries: [String], _ isFine: (String) -> Bool) {
        var round = 0
        while !isStopped.load(ordering: .acquiring) {
            for (index, socket) in sockets.enumerated() { socket.send(queries[(round + index) % queries.count]) }
            for socket in sockets {
                let answer = socket.answer()
                let fails = !isFine(answer)
                outcome.withLock { outcome in
                    outcome.answers += 1
                    if fails, outcome.failures.count < 20 { outcome.failures.insert(answer) }
                }
                if answer.isEmpty { return }
            }
            round += 1
        }
    }

    /// Lets the threads wait until the load is made.
    private final class Share: Sendable {
        struct Sockets: @unchecked Sendable {
            let sockets: [LoadSocket]
            init(_ sockets: [LoadSocket]) { self.sockets = sockets }
        }

        private let made = Mutex<Load?>(nil)

        func begin(_ load: Load) { made.withLock { $0 = load } }

        var load: Load? {
            while true {
                if let load = made.withLock({ $0 }) { return load }
                sched_yield()
            }
        }
    }
}

/// A connection that is kept; used by one thread.
private final class LoadSocket {
    private let descriptor: Int32
    private var buffered: [UInt8] = []

    init(_ port: UInt16) throws(SystemError) {
        descriptor = socket(AF_INET, clientSocketType, 0)
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if status != 0 { throw SystemError("connect", "server", code: errno) }
    }

    deinit { close(descriptor) }

    /// A query without quotes.
    func send(_ query: String) {
        let body = "{\"query\":\"\(query)\"}"
        let request =
            "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        Array(request.utf8).withUnsafeBytes { bytes in
            _ = Glibc.send(descriptor, bytes.baseAddress!, bytes.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// The status and the body; empty when the connection is lost, which is an answer to nothing.
    func answer() -> String {
        while true {
            if let answer = takeAnswer() { return answer }
            var some = [UInt8](repeating: 0, count: 65536)
            let count = recv(descriptor, &some, some.count, 0)
            if count <= 0 { return "" }
            buffered += some[..<count]
        }
    }

    private func takeAnswer() -> String? {
        let text = String(decoding: buffered, as: UTF8.self)
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        let head = text[..<end.lowerBound].split(separator: "\r\n")
        let length = head.first { $0.lowercased().hasPrefix("content-length: ") }.flatMap { Int($0.dropFirst(16)) } ?? 0
        let body = text[end.upperBound...]
        guard body.utf8.count >= length else { return nil }
        buffered = []
        return "\(head.first?.split(separator: " ").dropFirst().first ?? "") \(body)"
    }
}
