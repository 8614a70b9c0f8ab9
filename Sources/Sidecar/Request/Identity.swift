package import Postgres

/// Who asks. Every transport makes one before anything else, and it becomes role and claims of the flight in
/// `FlightContext`, nowhere else. While no way to identify callers is configured, everybody is `unidentified`, and
/// flights run as the login of the sidecar.
package struct Identity: Sendable {
    package let claims: [String: String]
    /// Its role is part of the key of cached operations: what a role may see decides what validates.
    package let context: FlightContext

    package init(role: String?, claims: [String: String]) {
        self.claims = claims
        let settings = claims.sorted { $0.key < $1.key }.map { FlightContext.Setting($0.key, $0.value) }
        context = FlightContext(role: role, settings: settings)
    }

    package static let unidentified = Identity(role: nil, claims: [:])
}
