private import HostSystem

/// Now as fourteen digits, UTC, and always later than another version.
func nextVersion(after newest: String?) -> String {
    let now = versionText(epochSeconds: epochMicroseconds() / 1_000_000)
    guard let newest, now <= newest, let number = Int(newest) else { return now }
    return String(number + 1)
}

/// `20260131120000`.
func versionText(epochSeconds: Int64) -> String {
    let time = civilTime(epochSeconds: epochSeconds)
    return padded(time.year, 4)
        + [time.month, time.day, time.hour, time.minute, time.second].map { padded($0, 2) }.joined()
}

private func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
