import Configuration

/// How long one attempt waits for a lock, and how often it is asked for. A script holds its own timeout, written when it
/// was planned.
struct LockPatience {
    var milliseconds: Int64
    var attempts: Int
}

func patience(_ configuration: Configuration) -> LockPatience {
    let (seconds, attoseconds) = configuration.lockTimeout.components
    return LockPatience(
        milliseconds: seconds * 1000 + attoseconds / 1_000_000_000_000_000, attempts: configuration.lockAttempts)
}

/// How long to stand aside after an attempt, in milliseconds: 100, then twice as long each time, 2 s at most.
func lockPause(_ attempt: Int) -> Int { min(2000, 50 << min(attempt, 6)) }
