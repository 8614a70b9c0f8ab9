package import Postgres

/// Who asks. `HTTPServer.identify` makes one of every request before its body is read, and it becomes role and claims of
/// the flight in `FlightContext`, nowhere else. Where no way to identify callers is configured, everybody is
/// `unidentified`, and flights run as the login of the sidecar.
package struct Identity: Sendable {
    package let claims: [String: String]
    /// Its role is part of the key of cached operations: what a role may see decides what validates. Of two tokens of one
    /// person the contexts are equal, so their reads share flights.
    package let context: FlightContext
    /// Whether the caller has only said so, in development mode.
    package let isStated: Bool

    package init(role: String?, claims: [String: String], isStated: Bool = false) {
        self.claims = claims
        self.isStated = isStated
        let settings = claims.sorted { $0.key < $1.key }.map { FlightContext.Setting($0.key, $0.value) }
        context = FlightContext(role: role, settings: settings)
    }

    package static let unidentified = Identity(role: nil, claims: [:])
}
