import CNetwork
import JSONText

/// A GraphQL request on its way to the executor. Headers can be read during the handler's call only.
package struct GraphQLRequest {
    package var body: RequestBody
    /// False for a GET, which must not change anything.
    package var allowsMutation: Bool
    package var identity: Identity
    package var headers: RequestHeaders
    /// Nil for a client of a unix socket, which the operator has let in.
    package var peer: PeerNetwork?
}

/// Where a client's connection comes from: an IPv4 address, or the /64 of an IPv6 address, which is one customer's.
package struct PeerNetwork: Hashable, Sendable {
    package let value: UInt64
}

/// What a header field comes to. Clients send the same bytes with each request, so the last verdict is kept with them.
struct HeaderVerdict<Verdict> {
    private let name: StaticString
    private let judge: (String?) -> Verdict
    private let withoutField: Verdict
    private var bytes: [UInt8] = []
    private var last: Verdict?

    /// `judge` gets nil of a request that lacks the field.
    init(_ name: StaticString, judge: @escaping (String?) -> Verdict) {
        self.name = name
        self.judge = judge
        withoutField = judge(nil)
    }

    /// What is not ASCII says nothing in the fields that are judged.
    private func words(_ value: String) -> String { value.isASCII ? value : "" }

    mutating func verdict(_ headers: RequestHeaders) -> Verdict {
        guard headers.has(name) else { return withoutField }
        // A field that stands several times is rare, and one value in pieces.
        guard let value = headers.only(name) else { return judge(headers[name.description].map(words)) }
        if let last, value.elementsEqual(bytes) { return last }
        let verdict = judge(words(String(decoding: value, as: UTF8.self)))
        bytes = Array(value)
        last = verdict
        return verdict
    }
}

/// The header fields of a request, borrowed from its connection for the time of the handler's call.
package struct RequestHeaders {
    let request: OpaquePointer

    func has(_ name: StaticString) -> Bool {
        let start = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
        return cnet_request_header(request, start, name.utf8CodeUnitCount, 0).start != nil
    }

    /// The bytes of a field that stands once; nil when it is missing or stands several times.
    func only(_ name: StaticString) -> UnsafeRawBufferPointer? {
        let start = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
        let field = cnet_request_header(request, start, name.utf8CodeUnitCount, 0)
        guard field.start != nil, cnet_request_header(request, start, name.utf8CodeUnitCount, 1).start == nil else {
            return nil
        }
        return UnsafeRawBufferPointer(start: field.start, count: field.length)
    }

    /// The field of this name, in any case; several ones joined with `, `.
    package subscript(name: String) -> String? {
        var name = name
        return name.withUTF8 { name in
            let start = UnsafeRawPointer(name.baseAddress!).assumingMemoryBound(to: CChar.self)
            var value: String?
            var occurrence: UInt32 = 0
            while true {
                let field = cnet_request_header(request, start, name.count, occurrence)
                guard field.start != nil else { return value }
                value = (value.map { $0 + ", " } ?? "") + string(field)
                occurrence += 1
            }
        }
    }
}
