private import CLibPQ

/// Refuses a URL or connection string that libpq would not take, or would take apart in the wrong place, before libpq
/// quotes it in an error: `postgresql://app:p@ss@host/db` becomes `could not translate host name "ss@host"`.
package func checkConnectionString(_ text: String) throws(PostgresError) {
    func refuse(_ message: String) -> PostgresError {
        PostgresError(sqlState: SQLState.connectionFailure, message: message)
    }
    let isURL = text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
    // libpq takes a word without `=` for the name of a database.
    if !isURL, !text.contains("=") {
        if !text.contains("/"), !text.contains("@") { return }
        throw refuse(
            "the database URL does not begin with postgresql:// (it is not shown, since it may hold a password)")
    }
    var trouble: UnsafeMutablePointer<CChar>?
    guard let options = PQconninfoParse(text, &trouble) else {
        defer { PQfreemem(trouble) }
        let reason = trouble.map { withoutQuotedText(String(cString: $0)) } ?? "out of memory"
        throw refuse("the database URL cannot be read: \(reason)")
    }
    defer { PQconninfoFree(options) }
    let isMisread = isURL && value("host", options).contains("@") || isURL && value("dbname", options).contains("@")
    let ports = value("port", options).split(separator: ",", omittingEmptySubsequences: false)
    let isPortWrong = ports.contains { !$0.isEmpty && !(1...65535).contains(Int($0) ?? 0) }
    if isMisread || isURL && isPortWrong && text.contains("@") {
        throw refuse(
            "the database URL cannot be read: in its user and password, write %40 for @, %2F for /, %3A for :, %3F for "
                + "?, %23 for # and %25 for %; its port must be from 1 to 65535")
    }
    if isPortWrong { throw refuse("the port of the database must be from 1 to 65535") }
}

private func value(_ keyword: String, _ options: UnsafeMutablePointer<PQconninfoOption>) -> String {
    var option = options
    while let name = option.pointee.keyword {
        if String(cString: name) == keyword { return option.pointee.val.map { String(cString: $0) } ?? "" }
        option += 1
    }
    return ""
}

/// libpq quotes what it cannot read, which may be the password or hold it; the last quote ends it, since the text may
/// hold quotes itself.
private func withoutQuotedText(_ message: String) -> String {
    let line = message.split(separator: "\n").joined(separator: " ")
    guard let first = line.firstIndex(of: "\""), let last = line.lastIndex(of: "\""), first < last else { return line }
    return line[..<first] + "\"...\"" + line[line.index(after: last)...]
}
