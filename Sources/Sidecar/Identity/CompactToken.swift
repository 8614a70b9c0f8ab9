package import JSONText

/// A signed JSON Web Token in its compact form (RFC 7515, section 7.1), borrowed, cut at its dots. Nothing of it is
/// believed yet.
package struct CompactToken {
    /// In bytes.
    package static let maximumLength = 8192

    /// What is signed: header and payload with the dot between, as they stand.
    package let signed: UnsafeRawBufferPointer
    package let header: UnsafeRawBufferPointer
    package let payload: UnsafeRawBufferPointer
    package let signature: UnsafeRawBufferPointer

    package init(_ token: UnsafeRawBufferPointer) throws(IdentityRefusal) {
        guard token.count <= Self.maximumLength else { throw .tooLong }
        let dot = UInt8(ascii: ".")
        guard let first = token.firstIndex(of: dot), let last = token.lastIndex(of: dot), first < last,
            !token[(first + 1)..<last].contains(dot)
        else { throw .malformed(.token) }
        func part(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: token[range]) }
        signed = part(0..<last)
        header = part(0..<first)
        payload = part((first + 1)..<last)
        signature = part((last + 1)..<token.count)
    }
}

/// What is read of a token's header, to find out how it would be checked. `typ` and what is not known say nothing here.
package struct TokenHeader {
    package var algorithm: JSON?
    /// Looked up among the keys that are there, and used for nothing else.
    package var keyID: String?

    package init(_ part: UnsafeRawBufferPointer, with parser: JSONParser) throws(IdentityRefusal) {
        let object = try tokenObject(part, .header, with: parser)
        // Extensions that must be understood: none is.
        guard object[exactly: "crit"] == nil else { throw .critical }
        algorithm = object[exactly: "alg"]
        switch object[exactly: "kid"] {
        case nil: keyID = nil
        case .string(let id): keyID = id
        default: throw .malformed(.header)
        }
    }
}

/// The JSON object that is a part of a token. Members that stand twice are refused by the parser.
package func tokenObject(
    _ part: UnsafeRawBufferPointer, _ name: IdentityRefusal.TokenPart, with parser: JSONParser
) throws(IdentityRefusal) -> JSONObject {
    guard let bytes = decodeBase64URL(part) else { throw .malformed(name) }
    guard case .object(let object)? = bytes.withUnsafeBytes({ try? parser.parse($0, maxDepth: 16) }) else {
        throw .malformed(name)
    }
    return object
}

extension JSONObject {
    /// The member of exactly these bytes: of names that are equal for Unicode only, none is taken for another.
    subscript(exactly key: String) -> JSON? {
        members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }
}

extension JSON {
    /// Whether it is a string of exactly these bytes.
    func isExactly(_ text: String) -> Bool {
        if case .string(let value) = self { value.utf8.elementsEqual(text.utf8) } else { false }
    }
}
