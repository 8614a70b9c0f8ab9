private import HostSystem

/// Now as fourteen digits, UTC, and always later than the parent.
func nextVersion(after parent: String?) -> String {
    let now = versionText(epochSeconds: epochMicroseconds() / 1_000_000)
    guard let parent, now <= parent, let number = Int(parent) else { return now }
    return String(number + 1)
}

/// `20260131120000`. Civil date from days: Gregorian calendar in cycles of 400 years that start in March.
func versionText(epochSeconds: Int64) -> String {
    let days = epochSeconds / 86400
    let seconds = epochSeconds % 86400
    let shifted = days + 719_468
    let cycle = shifted / 146_097
    let dayOfCycle = shifted % 146_097
    let yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)
    return [(year, 4), (month, 2), (day, 2), (seconds / 3600, 2), (seconds / 60 % 60, 2), (seconds % 60, 2)]
        .map { padded($0.0, $0.1) }.joined()
}

private func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
