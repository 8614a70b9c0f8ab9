import CNetwork

/// One event loop: sockets, timers and callbacks of one thread. Only `post` may be called from other threads; all else
/// belongs to the thread that calls `run` (or comes before it).
package final class EventLoop: @unchecked Sendable {
    let handle: OpaquePointer
    /// Runs after each batch of events: the place to flush what the batch has gathered.
    package var endOfIteration: (() -> Void)?
    private var timers: [UInt64: TimerAction] = [:]

    package init(limits: HTTPLimits) {
        var limits = limits.native
        guard let handle = cnet_loop_new(&limits) else { preconditionFailure("no event loop: out of memory or files") }
        self.handle = handle
    }

    deinit { cnet_loop_free(handle) }

    /// Runs until `stop`.
    package func run() { cnet_loop_run(handle) }
    package func stop() { cnet_loop_stop(handle) }

    /// From any thread: runs `body` on the loop's thread. What has not run when the loop stops never will.
    package func post(_ body: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(PostedAction(body)).toOpaque()
        let status = cnet_loop_post(handle, { Unmanaged<PostedAction>.fromOpaque($0!).takeRetainedValue().body() }, box)
        if status != 0 { Unmanaged<PostedAction>.fromOpaque(box).release() }
    }

    /// Milliseconds of a clock that only goes forward, read once per iteration.
    package var now: UInt64 { cnet_loop_now_ms(handle) }

    /// Watches a descriptor of another library, which goes on owning it. Level-triggered; errors and hang-ups count as
    /// readable and writable. The watch ends with `stop` or with the last reference to it.
    package func watch(_ descriptor: Int32, _ interest: Watch.Events, _ ready: @escaping (Watch.Events) -> Void)
        -> Watch
    {
        Watch(self, descriptor, interest, ready)
    }

    /// Runs `body` once, `milliseconds` from now, as exactly as the loop is idle.
    @discardableResult
    package func after(milliseconds: Int, _ body: @escaping () -> Void) -> TimerID {
        startTimer(delay: milliseconds, period: 0, body)
    }

    @discardableResult
    package func every(milliseconds: Int, _ body: @escaping () -> Void) -> TimerID {
        startTimer(delay: milliseconds, period: max(milliseconds, 1), body)
    }

    package func cancel(_ timer: TimerID) {
        _ = cnet_timer_cancel(handle, timer.value)
        timers[timer.value] = nil
    }

    package struct TimerID: Hashable, Sendable {
        fileprivate var value: UInt64
    }

    private func startTimer(delay: Int, period: Int, _ body: @escaping () -> Void) -> TimerID {
        let action = TimerAction(self, repeats: period > 0, body)
        action.id = cnet_timer_start(
            handle, UInt64(max(delay, 0)), UInt64(period),
            { Unmanaged<TimerAction>.fromOpaque($0!).takeUnretainedValue().fire() },
            Unmanaged.passUnretained(action).toOpaque())
        precondition(action.id != 0, "out of memory")
        timers[action.id] = action
        return TimerID(value: action.id)
    }

    private final class TimerAction {
        unowned let loop: EventLoop
        let repeats: Bool
        let body: () -> Void
        var id: UInt64 = 0

        init(_ loop: EventLoop, repeats: Bool, _ body: @escaping () -> Void) {
            self.loop = loop
            self.repeats = repeats
            self.body = body
        }

        func fire() {
            if !repeats { loop.timers[id] = nil }
            body()
        }
    }
}

private final class PostedAction {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

/// A descriptor of another library, watched by a loop. Stop it before the descriptor is closed; when a library reopens
/// its socket, start a new watch.
package final class Watch {
    package struct Events: OptionSet, Sendable {
        package let rawValue: UInt32

        package init(rawValue: UInt32) { self.rawValue = rawValue }

        package static let readable = Events(rawValue: UInt32(CNET_READABLE))
        package static let writable = Events(rawValue: UInt32(CNET_WRITABLE))
    }

    private let loop: EventLoop
    private var handle: OpaquePointer?
    private let ready: (Events) -> Void

    fileprivate init(_ loop: EventLoop, _ descriptor: Int32, _ interest: Events, _ ready: @escaping (Events) -> Void) {
        self.loop = loop
        self.ready = ready
        handle = cnet_watch_start(
            loop.handle, descriptor, interest.rawValue,
            { Unmanaged<Watch>.fromOpaque($0!).takeUnretainedValue().ready(Events(rawValue: $1)) },
            Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { stop() }

    /// False when the descriptor cannot be watched, such as one that is closed already.
    package var isWatching: Bool { handle != nil }

    package func setInterest(_ interest: Events) {
        if let handle { cnet_watch_set_interest(handle, interest.rawValue) }
    }

    package func stop() {
        if let handle { cnet_watch_stop(handle) }
        handle = nil
    }
}
