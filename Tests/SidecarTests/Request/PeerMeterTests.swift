import Support
import Testing

@testable import Sidecar

/// What clients may spend on operations that are not compiled yet.
struct PeerMeterTests {
    private func meter(share: UInt64, burst: Int) -> PeerMeter {
        var options = PeerMeter.Options()
        options.share = share
        options.burst = burst
        return PeerMeter(options)
    }

    @Test func whoHasSpentMoreWaitsUntilItIsPaid() {
        let meter = meter(share: 4, burst: 100)
        let peer = PeerNetwork(value: 1)
        let start: UInt64 = 1_000_000_000_000
        #expect(meter.allows(peer, now: start))
        meter.charge(peer, nanoseconds: 100_000_000, now: start)
        #expect(meter.allows(peer, now: start))
        meter.charge(peer, nanoseconds: 50_000_000, now: start)
        // Half as much again as the credit: it takes four times as long to pay.
        #expect(!meter.allows(peer, now: start + 199_000_000))
        #expect(meter.allows(peer, now: start + 200_000_000))
        // Time that nothing was spent in is not saved.
        let later = start + 3_600_000_000_000
        meter.charge(peer, nanoseconds: 101_000_000, now: later)
        #expect(!meter.allows(peer, now: later))
    }

    @Test func aPeerSpendsNothingOfTheOthers() {
        let meter = meter(share: 4, burst: 100)
        for _ in 1...1000 { meter.charge(PeerNetwork(value: 1), nanoseconds: 1_000_000, now: 1) }
        #expect(!meter.allows(PeerNetwork(value: 1), now: 1))
        let others = (2..<1002).filter { meter.allows(PeerNetwork(value: $0), now: 1) }
        // A few meet it in its place.
        #expect(others.count > 950)
    }

    @Test func newOperationsOfOneAddressAreLimitedAndKnownOnesAreNot() throws {
        let path = "\(PrivateCluster.shared.socketDirectory)/meter.sock"
        let server = try GraphQLTestServer(unixPath: path) {
            $0.metering.share = 1_000_000
            $0.metering.burst = 20
        }
        defer { server.stop() }
        let known = "{ users(limit: 1) { id } }"
        let answer = #"{"users":[{"id":1}]}"#
        #expect(try server.data(known) == answer)
        var refused: RawClient.Response?
        for number in 1...10_000 where refused == nil {
            // Wrong ones are compiled as far as they go.
            let response = try server.ask(number % 2 == 0 ? "{ wrong\(number) }" : "{ a\(number): users { id } }")
            if response.status != 200 { refused = response }
        }
        let refusal = try #require(refused)
        #expect(refusal.status == 503)
        #expect(refusal.header("Retry-After") != nil)
        #expect(refusal.body.contains("OVERLOADED"))
        #expect(try server.data(known) == answer)
        #expect(try server.failure("{ users(limit: 2) { id } }") == "503 OVERLOADED")
        // A new shape of a known operation is new as well; the operator's own socket is free.
        let local = RawClient(unixPath: path)
        local.send(post(#"{"query":"{ users(limit: 1) { name } }"}"#))
        #expect(try local.response()?.body == #"{"data":{"users":[{"name":"Ada"}]}}"#)
    }
}
