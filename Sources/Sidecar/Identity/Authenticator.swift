package import Configuration
import HostSystem
import JSONText

/// Tells who asks, by the header fields of a request. One for each loop, on whose thread it is used.
package final class Authenticator {
    private let settings: AuthenticationSettings
    private var keys: TokenKeys?
    private let cache = TokenCache()
    private let parser = JSONParser()
    private let anonymous: Identity?
    private let meter: PeerMeter
    private let tally: RefusalTally

    /// - Parameter keys: those of `settings`; nil takes no tokens.
    package init(
        _ settings: AuthenticationSettings, _ keys: TokenKeys?, meter: PeerMeter, loop: EventLoop, log: Log
    ) {
        self.settings = settings
        self.keys = keys
        self.meter = meter
        anonymous = settings.anonymousRole.map { Identity(role: $0, claims: [:]) }
        tally = RefusalTally(loop, log)
    }

    package func identify(_ headers: RequestHeaders, _ peer: PeerNetwork?) throws(IdentityRefusal) -> Identity {
        do throws(IdentityRefusal) {
            let hasToken = headers.has("authorization")
            if headers.has("x-fraiseql-identity") {
                guard settings.isDevelopment else { throw .noDevelopment }
                if hasToken { throw .tokenAndStatement }
                guard let stated = headers.only("x-fraiseql-identity") else {
                    throw .repeatedField(StatedIdentity.field)
                }
                return try StatedIdentity.read(stated, settings, with: parser)
            }
            guard hasToken else {
                guard let anonymous else { throw .noToken }
                return anonymous
            }
            guard let field = headers.only("authorization") else { throw .repeatedField("Authorization") }
            guard let token = bearerToken(field) else { throw .notBearer }
            return try identify(token: token, peer)
        } catch {
            tally.count(error)
            throw error
        }
    }

    /// - Parameter token: what stands behind `Bearer`.
    package func identify(token: UnsafeRawBufferPointer, _ peer: PeerNetwork?) throws(IdentityRefusal) -> Identity {
        let now = epochMicroseconds()
        if let identity = cache.find(token, now: now) { return identity }
        guard let keys else { throw .algorithm }
        // A signature takes as long as twenty requests: whoever sends tokens that are not known pays for it.
        let begun = monotonicNanoseconds()
        if let peer, !meter.allows(peer, now: begun) { throw .overloaded }
        defer {
            if let peer {
                let ended = monotonicNanoseconds()
                meter.charge(peer, nanoseconds: ended &- begun, now: ended)
            }
        }
        let verified = try verifyToken(token, settings, keys, now: now, with: parser)
        cache.keep(token, verified)
        return verified.identity
    }

    /// Takes other keys, and forgets what was checked with those of before.
    package func use(_ keys: TokenKeys?) {
        self.keys = keys
        cache.removeAll()
    }
}

/// What follows `Bearer` (RFC 6750, section 2.1); nil for another scheme.
package func bearerToken(_ field: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    let scheme: StaticString = "bearer"
    let length = scheme.utf8CodeUnitCount
    guard field.count > length, field[length] == UInt8(ascii: " ") else { return nil }
    for index in 0..<length where field[index] | 0x20 != scheme.utf8Start[index] { return nil }
    let rest = field[length...].drop { $0 == UInt8(ascii: " ") }
    return rest.isEmpty ? nil : UnsafeRawBufferPointer(rebasing: rest)
}
