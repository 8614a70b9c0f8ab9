private import Glibc

/// Nanoseconds of a clock that only goes forward.
package func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
}

/// Microseconds since 1970, UTC.
package func epochMicroseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec / 1000)
}

/// A moment of the Gregorian calendar, UTC.
package struct CivilTime: Hashable, Sendable {
    package var year: Int64
    /// Month and day count from 1.
    package var month: Int64
    package var day: Int64
    package var hour: Int64
    package var minute: Int64
    package var second: Int64
}

/// The calendar's view of seconds since 1970, those before included. The date follows from days counted in eras of 400
/// years that begin in March, so that the leap day comes last.
package func civilTime(epochSeconds: Int64) -> CivilTime {
    func floorDivide(_ value: Int64, _ divisor: Int64) -> (Int64, Int64) {
        let rest = value % divisor
        return rest < 0 ? (value / divisor - 1, rest + divisor) : (value / divisor, rest)
    }
    let (days, second) = floorDivide(epochSeconds, 86400)
    let (era, dayOfEra) = floorDivide(days + 719_468, 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return CivilTime(
        year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: dayOfYear - (153 * shifted + 2) / 5 + 1,
        hour: second / 3600, minute: second / 60 % 60, second: second % 60)
}

/// Stands aside for a while; a signal may end it early.
package func pause(milliseconds: Int) {
    usleep(UInt32(clamping: milliseconds) &* 1000)
}
