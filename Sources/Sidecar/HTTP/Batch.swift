import QueryCompiler

/// The answers to a batch, the operations of one request, while they gather. Each is what the operation alone would have
/// been answered, and comes in its own time; the last one sends them all, in the order of the request. Belongs to the
/// loop's thread.
final class Batch {
    /// The request that holds the operations.
    private var exchange: HTTPExchange
    private var answers: [UnsafeRawBufferPointer?]
    private var missing: Int
    /// Of the answers, in bytes.
    private var size = 0
    private var timings = StageTimings()

    init(_ exchange: HTTPExchange, count: Int) {
        self.exchange = exchange
        answers = Array(repeating: nil, count: count)
        missing = count
    }

    deinit {
        exchange.server.gatheredBytes -= size
        for answer in answers { answer?.deallocate() }
    }

    func hasAnswer(of element: Int) -> Bool { answers[element] != nil }

    /// Takes the answer to one operation. True when it is the last.
    func take(_ body: ResponseBody, of element: Int, _ operation: HTTPExchange, _ timings: StageTimings) -> Bool {
        // A client that has left takes nothing: nothing is held for it.
        guard operation.isWaiting else { return false }
        var body = body
        if let refusal = refusal(of: body.size) {
            body.clear()
            refusal.code == .limitExceeded ? body.appendFailure([refusal]) : body.appendRefusal([refusal])
        }
        let answer = body.copy()
        answers[element] = answer
        size += answer.count
        exchange.server.gatheredBytes += answer.count
        self.timings.add(timings)
        exchange.operationName = joined(exchange.operationName, operation.operationName)
        exchange.requestID = joined(exchange.requestID, operation.requestID)
        missing -= 1
        return missing == 0
    }

    /// Why an answer of this size finds no room. One batch finds room always, up to the size of one.
    private func refusal(of size: Int) -> GraphQLError? {
        let limit = exchange.server.batchBytes
        if self.size + size > limit {
            return GraphQLError(
                "The answers to this batch are larger than \(limit >> 20) MiB together: send fewer operations at once.",
                .limitExceeded)
        }
        if exchange.server.gatheredBytes > self.size, exchange.server.gatheredBytes + size > limit {
            return GraphQLError("Too many large batches are being answered: try again.", .overloaded)
        }
        return nil
    }

    /// Sends what has gathered, once everything has.
    func answer() {
        exchange.respond(timings: timings) { body in
            for (index, answer) in answers.enumerated() {
                body.append(index == 0 ? "[" : ",")
                if let answer { body.append(answer) }
            }
            body.append("]")
        }
    }
}

private func joined(_ texts: String?, _ text: String?) -> String? {
    guard let texts, let text else { return texts ?? text }
    return "\(texts), \(text)"
}

extension HTTPServer {
    func handleBatch(
        _ bodies: [Result<RequestBody, RequestErrors>], _ exchange: HTTPExchange, _ identity: Identity,
        _ headers: RequestHeaders, _ peer: PeerNetwork?
    ) {
        let batch = Batch(exchange, count: bodies.count)
        for (index, body) in bodies.enumerated() {
            // The first one's time began with the request's: reading that is a stage of its own.
            var operation = index == 0 ? exchange : exchange.begunAgain()
            operation.place = (batch, index)
            do throws(RequestErrors) {
                let body = try body.get()
                handle(
                    GraphQLRequest(body: body, allowsMutation: true, identity: identity, headers: headers, peer: peer),
                    operation)
            } catch {
                operation.refuse(error.errors)
            }
        }
    }
}
