import Glibc
import HostSystem
import Synchronization
import Testing

@testable import Sidecar

@Suite struct EventLoopTests {
    final class Pair {
        var near: Int32
        var far: Int32
        init() {
            var pair: [Int32] = [0, 0]
            socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &pair)
            near = pair[0]
            far = pair[1]
        }
        deinit {
            close(near)
            close(far)
        }
    }

    /// Runs a loop on this thread until `stop`; a hanging one is stopped after ten seconds and fails the test.
    func run(_ loop: EventLoop) {
        var timedOut = false
        loop.after(milliseconds: 10_000) {
            timedOut = true
            loop.stop()
        }
        loop.run()
        #expect(!timedOut)
    }

    func quickLoop() -> EventLoop {
        var limits = HTTPLimits.test
        limits.tick = 2
        return EventLoop(limits: limits)
    }

    @Test func aDescriptorIsReportedAgainUntilItIsRead() {
        let loop = quickLoop()
        let pair = Pair()
        var calls = 0
        write(pair.far, "abc", 3)
        let watch = loop.watch(pair.near, .readable) { events in
            #expect(events == .readable)
            calls += 1
            var byte: UInt8 = 0
            read(pair.near, &byte, 1)
            if byte == UInt8(ascii: "c") { loop.stop() }
        }
        run(loop)
        #expect(calls == 3)
        watch.stop()
    }

    @Test func writableIsToldOnlyWhileItIsAskedFor() {
        let loop = quickLoop()
        let pair = Pair()
        var writable = 0
        var watch: Watch?
        watch = loop.watch(pair.near, [.readable, .writable]) { events in
            if events.contains(.readable) { return loop.stop() }
            writable += 1
            watch?.setInterest(.readable)
            write(pair.far, "x", 1)
        }
        run(loop)
        #expect(writable == 1)
        watch?.stop()
    }

    @Test func aWatchMayStopInsideItsOwnCallback() {
        let loop = quickLoop()
        let pair = Pair()
        var watch: Watch?
        var calls = 0
        write(pair.far, "abc", 3)
        watch = loop.watch(pair.near, .readable) { _ in
            calls += 1
            watch?.stop()
            loop.after(milliseconds: 5) { loop.stop() }
        }
        run(loop)
        #expect(calls == 1)
        #expect(watch?.isWatching == false)
    }

    @Test func aReplacedDescriptorOfTheSameNumberIsWatched() {
        let loop = quickLoop()
        let old = Pair()
        var calls: [String] = []
        let first = loop.watch(old.near, .readable) { _ in calls.append("old") }
        // A library reconnects: it closes its socket and the new one gets the same number.
        let new = Pair()
        dup2(new.near, old.near)
        let second = loop.watch(old.near, .readable) { _ in
            calls.append("new")
            loop.stop()
        }
        write(new.far, "x", 1)
        run(loop)
        #expect(calls == ["new"])
        first.stop()
        second.stop()
    }

    @Test func aHangUpIsReadable() {
        let loop = quickLoop()
        let pair = Pair()
        let watch = loop.watch(pair.near, .readable) { _ in loop.stop() }
        shutdown(pair.far, Int32(SHUT_RDWR))
        run(loop)
        watch.stop()
    }

    @Test func timersFireInOrderRepeatAndCanBeCancelled() {
        let loop = quickLoop()
        var fired: [String] = []
        var repeats = 0
        let cancelled = loop.after(milliseconds: 5) { fired.append("cancelled") }
        loop.cancel(cancelled)
        loop.after(milliseconds: 4) { fired.append("late") }
        loop.after(milliseconds: 1) { fired.append("early") }
        var periodic: EventLoop.TimerID?
        periodic = loop.every(milliseconds: 5) {
            repeats += 1
            guard repeats == 3, let periodic else { return }
            loop.cancel(periodic)
            loop.after(milliseconds: 20) { loop.stop() }
        }
        run(loop)
        #expect(fired == ["early", "late"])
        #expect(repeats == 3)
    }

    @Test func aTimerDoesNotWaitForTheTick() {
        var limits = HTTPLimits.test
        limits.tick = 60_000
        let loop = EventLoop(limits: limits)
        var fired = 0
        loop.after(milliseconds: 20) { loop.stop() }
        loop.every(milliseconds: 5) { fired += 1 }
        run(loop)
        #expect(fired >= 1)
    }

    @Test func postsFromOtherThreadsAllArrive() throws {
        let loop = quickLoop()
        let count = Mutex(0)
        let threads = try (0..<4).map { index in
            try startThread("poster-\(index)") {
                for _ in 0..<1000 {
                    loop.post {
                        if count.withLock({
                            $0 += 1; return $0
                        }) == 4000 {
                            loop.stop()
                        }
                    }
                }
            }
        }
        run(loop)
        for thread in threads { thread.join() }
        #expect(count.withLock { $0 } == 4000)
    }

    @Test func theIterationHookFollowsEvents() {
        let loop = quickLoop()
        let server = HTTPServer(loop)
        var order: [String] = []
        loop.endOfIteration = {
            guard !order.isEmpty else { return }
            order.append("end")
            loop.stop()
        }
        loop.after(milliseconds: 1) { order.append("timer") }
        run(loop)
        #expect(order == ["timer", "end"])
        server.detach()
    }
}
