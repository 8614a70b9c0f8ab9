private import CLibPQ
import SQLText

/// Writes flights: the context, the statements with their preparations, what restores the settings, and a Sync. What is to
/// come back for each it tells the ledger.
struct FlightSender {
    private let connection: OpaquePointer
    private let pin: (statement: ExactText, parameters: [String?])
    private var prepared: PreparedStatements
    private var batchNumber = 0
    private var parameters = ParameterBuffer()
    /// Of the parts of the read that is being sent.
    private var places: [Range<Int>] = []
    /// libpq has refused something: the connection is of no more use.
    private(set) var hasFailed = false

    /// - Parameter connection: its owner's, who outlives this.
    init(_ connection: OpaquePointer, pin: (text: String, parameters: [String?]), _ prepared: PreparedStatements) {
        self.connection = connection
        self.pin = (ExactText(pin.text), pin.parameters)
        self.prepared = prepared
    }

    /// Whether there is something to deallocate.
    var hasObsolete: Bool { !prepared.obsolete.isEmpty }

    /// Sends reads of one context in one flight.
    /// - Returns: those that cannot be sent, for the caller to tell: what they do then may come back to the connection.
    mutating func send(
        _ batch: [Read], now: UInt64, in ledger: inout FlightLedger
    ) -> [(read: Read, outcome: ReadOutcome)] {
        batchNumber += 1
        let context = batch[0].context
        if let statement = context.statement {
            let key = PreparedStatements.Key(role: nil, statement: statement)
            parameters.removeAll()
            let place = parameters.append(context.parameters)
            guard let place, context.refusal == nil else {
                return batch.map { ($0, .refused(context.refusal ?? .unsendableContext, part: nil)) }
            }
            send(key, place) { name in ledger.expect(.contextPrepared(key, name)) }
            ledger.expect(.context)
        }
        var unsendable: [(read: Read, outcome: ReadOutcome)] = []
        for read in batch {
            // All parts are looked at before the first is sent.
            parameters.removeAll()
            places.removeAll(keepingCapacity: true)
            for part in read.parts {
                guard let place = parameters.append(part.parameters) else { break }
                places.append(place)
            }
            if places.count < read.parts.count {
                unsendable.append((read, .unsendable(part: places.count)))
                continue
            }
            read.sentAt = now
            read.flightSize = batch.count
            for (index, part) in read.parts.enumerated() {
                let key = PreparedStatements.Key(role: context.role, statement: part.statement)
                send(key, places[index]) { name in ledger.expect(.prepared(key, name, read, part: index)) }
                ledger.expect(.answer(read, part: index))
            }
        }
        if batch[0].mayChangeSettings { restoreSettings(in: &ledger) }
        sync(in: &ledger)
        return unsendable
    }

    /// Each in a flight of its own, which nothing else can abort.
    mutating func deallocateObsolete(in ledger: inout FlightLedger) {
        for name in prepared.takeObsolete() where !hasFailed {
            check(PQsendQueryParams(connection, "deallocate \(name)", 0, nil, nil, nil, nil, 0))
            ledger.expect(.command)
            sync(in: &ledger)
        }
    }

    /// What an answer says of the statements that are prepared.
    mutating func settle(_ reply: FlightLedger.Reply, in ledger: inout FlightLedger) -> FlightLedger.Action {
        ledger.reply(reply, to: &prepared)
    }

    /// A statement that no longer runs as it was prepared; false when it was not.
    mutating func forget(_ key: PreparedStatements.Key) -> Bool { prepared.forget(key) }

    /// Sends a statement with the parameters of a place, and its preparation where it is due.
    private mutating func send(
        _ key: PreparedStatements.Key, _ place: Range<Int>, expectPreparation: (String) -> Void
    ) {
        let (connection, count, text) = (connection, Int32(place.count), key.statement.text)
        switch prepared.step(for: key, batch: batchNumber) {
        case .unnamed:
            check(parameters.withValues(place) { PQsendQueryParams(connection, text, count, nil, $0, nil, nil, 0) })
        case .prepare(let name):
            check(PQsendPrepare(connection, name, text, count, nil))
            expectPreparation(name)
            check(parameters.withValues(place) { PQsendQueryPrepared(connection, name, count, $0, nil, nil, 0) })
        case .execute(let name):
            check(parameters.withValues(place) { PQsendQueryPrepared(connection, name, count, $0, nil, nil, 0) })
        }
    }

    /// In the transaction of the flight: where that fails, what it has set is undone with it.
    private mutating func restoreSettings(in ledger: inout FlightLedger) {
        // "all" leaves the role.
        for text in ["reset role", "reset all"] {
            check(PQsendQueryParams(connection, text, 0, nil, nil, nil, nil, 0))
            ledger.expect(.command)
        }
        parameters.removeAll()
        guard let place = parameters.append(pin.parameters) else {
            hasFailed = true
            return
        }
        let key = PreparedStatements.Key(role: nil, statement: pin.statement)
        send(key, place) { name in ledger.expect(.pinPrepared(key, name)) }
        ledger.expect(.pin(key))
    }

    private mutating func sync(in ledger: inout FlightLedger) {
        check(PQpipelineSync(connection))
        ledger.expect(.sync)
    }

    private mutating func check(_ sent: Int32) {
        if sent != 1 { hasFailed = true }
    }
}

extension PostgresError {
    fileprivate static let unsendableContext = PostgresError(
        sqlState: SQLState.untranslatableCharacter, message: "the context holds a null character")
}
