import HostSystem
import Migrator
import Synchronization

/// Shows how far a long command is: one line that is written again and again on a terminal, plain lines elsewhere.
final class ProgressDisplay: Sendable {
    private struct Step {
        var text: String
        /// Nanoseconds of the monotonic clock.
        var since: UInt64
        /// What the line says now; nil before it was shown.
        var seconds: UInt64?
    }

    private struct State {
        var step: Step?
        var isTicking = false
        var isOver = false
    }

    private let isLive: Bool
    private let state = Mutex(State())

    init(isLive: Bool) { self.isLive = isLive }

    func tell(_ progress: MigrationProgress) {
        guard isLive else { return printMessage(progress.description) }
        switch progress {
        case .stepStarted, .waitingForLock: show(progress)
        // The next one takes its place, or the end clears it.
        case .stepDone: break
        case .adopted, .catchingUp, .nothingWritten, .editedWhileRunning, .printedAgain:
            printMessage(progress.description)
        }
    }

    /// Leaves the terminal to somebody else.
    func clear() {
        state.withLock { state in
            state.step = nil
            clearLine()
        }
    }

    func end() {
        state.withLock { $0.isOver = true }
        clear()
    }

    private func show(_ progress: MigrationProgress) {
        let startsTicking = state.withLock { state in
            // The seconds count from the start of the step, whatever it waits for.
            var since = monotonicNanoseconds()
            if case .waitingForLock = progress, let step = state.step { since = step.since }
            state.step = Step(text: progress.description, since: since)
            Self.draw(&state)
            defer { state.isTicking = true }
            return !state.isTicking
        }
        // Without it the seconds stand still, and nothing else is amiss.
        if startsTicking { try? startThread("progress") { self.tick() }.detach() }
    }

    /// The command itself waits for the database meanwhile.
    private func tick() {
        while !state.withLock({ $0.isOver }) {
            state.withLock { Self.draw(&$0) }
            pause(milliseconds: 100)
        }
    }

    private static func draw(_ state: inout State) {
        guard var step = state.step else { return }
        let seconds = (monotonicNanoseconds() - step.since) / 1_000_000_000
        if step.seconds == seconds { return }
        step.seconds = seconds
        state.step = step
        showLine(step.text, ending: "  \(seconds) s")
    }
}

/// Runs a part of the migration tool that may take long, and shows how far it is.
func migratingWithProgress<Value>(
    _ invocation: Invocation, _ body: (ProgressDisplay) throws(MigrationError) -> Value
) throws(CommandFailure) -> Value {
    let display = ProgressDisplay(isLive: !invocation.wantsJSON && hasLiveTerminal())
    defer { display.end() }
    return try migrating { () throws(MigrationError) in try body(display) }
}
