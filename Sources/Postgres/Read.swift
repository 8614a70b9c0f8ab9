package import SQLText

/// What is known of a read's statement.
package enum Standing {
    /// It was fast before.
    case proven
    /// Nothing, or that it shared a flight that took long.
    case unknown
    /// It was slow, and goes where nothing waits behind it.
    case slow
}

/// What became of a read.
package enum ReadOutcome {
    /// One answer per part, all of one snapshot.
    case answered([Rows])
    /// PostgreSQL refused a part; nil when it refused the context.
    case refused(PostgresError, part: Int?)
    /// A parameter holds a character that PostgreSQL's text cannot: U+0000.
    case unsendable(part: Int)
    /// The connection was lost, or never there, before the answer.
    case unavailable(PostgresError)
    /// The time that a read may wait or run is over.
    case expired
    /// The answers together are larger than the read allows.
    case tooLarge
    /// No connection came free in time, or too many wait for one.
    case overloaded
}

/// How a read left its connection.
package enum ReadEnding {
    case outcome(ReadOutcome)
    /// It made way for others and has no answer: it is to run where nobody waits behind it.
    case evicted
    /// It has not run: what it waited for, or shared a flight with, made way. By now it may have another place.
    case displaced
}

/// The statements of one request: one flight, one snapshot, answered together. Belongs to one thread.
package final class Read {
    package struct Part {
        package var statement: ExactText
        /// Text parameters; nil is null.
        package var parameters: [String?]
        /// What each row adds to the answer besides its values, in bytes.
        package var rowOverhead: Int

        package init(_ statement: ExactText, _ parameters: [String?] = [], rowOverhead: Int = 0) {
            self.statement = statement
            self.parameters = parameters
            self.rowOverhead = rowOverhead
        }
    }

    package let context: FlightContext
    package let parts: [Part]
    /// A function may set what outlives its transaction: the session's settings are pinned anew behind it.
    package let mayChangeSettings: Bool
    /// Of all answers together with what their rows add, in bytes.
    package let maximumSize: Int
    package private(set) var standing: Standing
    /// What is known by now; nil for what is proven.
    private let currentStanding: (() -> Standing)?
    /// Whose it is: reads of one number share their turns. Negative for those who owe nobody anything.
    package let origin: Int
    /// Its flight is its own: what takes long there is this statement.
    package var goesAlone = false
    /// The turns of its request that were too short to tell whether it is slow.
    package var turnsCutShort = 0
    /// It makes way because many wait for a turn, and is to have another one.
    package var isCutShort = false
    /// Nobody waits for it any more.
    package var isForsaken = false
    /// Monotonic nanoseconds when it was submitted, and when its flight left (0 before).
    package var submittedAt: UInt64 = 0
    package internal(set) var sentAt: UInt64 = 0
    /// When the server came to its flight, which others may have preceded on the connection, and how many reads shared it.
    package internal(set) var begunAt: UInt64 = 0
    package internal(set) var flightSize = 1
    /// Connections that were lost under it.
    package var losses = 0

    private var completion: ((ReadEnding, Read) -> Void)?
    private var answers: [Rows] = []
    private var size = 0

    package init(
        _ parts: [Part], context: FlightContext = .none, mayChangeSettings: Bool = false, maximumSize: Int = .max,
        standing: Standing = .proven, reconsidered: (() -> Standing)? = nil, origin: Int = -1,
        completion: @escaping (ReadEnding, Read) -> Void
    ) {
        self.parts = parts
        self.context = context
        self.mayChangeSettings = mayChangeSettings
        self.maximumSize = maximumSize
        self.standing = standing
        currentStanding = reconsidered
        self.origin = origin
        self.completion = completion
    }

    /// Asks nothing: to see whether the server answers.
    package static func ping(completion: @escaping (Read) -> Void) -> Read {
        Read([Part(ExactText("select"))]) { _, read in completion(read) }
    }

    package var isDone: Bool { completion == nil }

    /// Whether others may have the same flight.
    var isShareable: Bool { !goesAlone && !mayChangeSettings }

    /// Others of its statement may have been answered since.
    package func reconsider() {
        if let currentStanding { standing = currentStanding() }
    }

    /// Tells the outcome, once.
    package func complete(_ outcome: ReadOutcome) { end(.outcome(outcome)) }

    func end(_ ending: ReadEnding) {
        guard let completion = completion.take() else { return }
        answers = []
        completion(ending, self)
    }

    /// Parts before the last one wait for it, so that a failure leaves no half of an answer. They wait in memory: what
    /// comes after too much is dropped.
    func receive(_ rows: Rows) {
        if isDone { return }
        size += rows.size + rows.count * parts[answers.count].rowOverhead
        if size > maximumSize { return complete(.tooLarge) }
        if parts.count == 1 { return complete(.answered([rows])) }
        answers.append(rows)
        if answers.count == parts.count { complete(.answered(answers)) }
    }

    func forgetAnswers() {
        answers.removeAll(keepingCapacity: true)
        size = 0
    }
}
