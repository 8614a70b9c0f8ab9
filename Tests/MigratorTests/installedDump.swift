/// An object as pg_dump writes it: below a comment that names it.
struct DumpedObject: Hashable {
    /// `VIEW`, `ACL`, `COMMENT`.
    var type: String
    /// Empty for what lies in no schema.
    var schema: String
    /// As pg_dump names it: `v_order`; of an ACL or a comment with its kind, `COLUMN v_order.id`.
    var name: String
    /// Its statements, without blank lines, and as one version of PostgreSQL writes them.
    var text: String
}

/// The objects of a dump, in its order.
func dumpedObjects(_ dump: String) -> [DumpedObject] {
    let head = /-- Name: (.*); Type: (.*); Schema: (.*); Owner: .*/
    var objects: [DumpedObject] = []
    var lines: [Substring] = []
    func close() {
        guard !objects.isEmpty else { return }
        objects[objects.count - 1].text = lines.joined(separator: "\n")
    }
    for line in dump.split(separator: "\n", omittingEmptySubsequences: true) {
        if let found = try? head.wholeMatch(in: line) {
            close()
            lines = []
            let schema = found.3 == "-" ? "" : String(found.3)
            objects.append(DumpedObject(type: String(found.2), schema: schema, name: String(found.1), text: ""))
        } else if !line.hasPrefix("--"), !line.hasPrefix("SET default_") {
            lines.append(line)
        }
    }
    close()
    return objects
}

/// What a dump has that an earlier one had not.
func newObjects(_ dump: String, since before: String) -> [DumpedObject] {
    let old = Set(dumpedObjects(before))
    return dumpedObjects(dump).filter { !old.contains($0) }
}

/// The kinds of objects and their names as SQL comments, in name order, since that of pg_dump differs with its version.
/// Columns are counted in parentheses behind their table.
func listOf(_ objects: [DumpedObject]) -> String {
    let column = /COLUMN ("(?:[^"]|"")*"|[^".]+)\..*/
    var groups: [String] = []
    var names: [String: [String]] = [:]
    var columns: [String: Int] = [:]
    for object in objects {
        let group = object.schema.isEmpty ? object.type : "\(object.type) in \(object.schema)"
        if names[group] == nil { groups.append(group) }
        let table = try? column.wholeMatch(in: object.name)?.1
        let name = table.map(String.init) ?? String(object.name.replacing(/^(TABLE|VIEW)\s/, with: ""))
        if table != nil { columns["\(group).\(name)", default: 0] += 1 }
        if names[group]?.contains(name) != true { names[group, default: []].append(name) }
    }
    return groups.sorted().map { group in
        let items = (names[group] ?? []).sorted().map { name in
            columns["\(group).\(name)"].map { "\(name) (\($0))" } ?? name
        }
        return folded("\(group): \(items.joined(separator: ", "))")
    }.joined(separator: "\n")
}

/// The statements of objects: views, then comments, then grants by schema, whatever order pg_dump has them in.
func textOf(_ objects: [DumpedObject]) -> String {
    let ranks = ["VIEW": 0, "COMMENT": 1, "ACL": 2]
    return objects.enumerated().sorted { left, right in
        (ranks[left.element.type] ?? 3, left.element.schema, left.offset)
            < (ranks[right.element.type] ?? 3, right.element.schema, right.offset)
    }.map { withoutAliases($0.element.text) }.joined(separator: "\n")
}

/// Whether the statements of an object name a table or view: `api.v_order`, and not `api.v_order_line`.
func mentions(_ object: DumpedObject, _ name: String) -> Bool {
    object.text.ranges(of: name).contains { range in
        guard range.upperBound < object.text.endIndex else { return true }
        let next = object.text[range.upperBound]
        return !(next.isLetter || next.isNumber || next == "_" || next == "\"")
    }
}

/// Of a view that PostgreSQL printed, the aliases before columns go: 15 writes them everywhere, 16 where they are
/// needed. Only there is `SELECT` in capitals.
func withoutAliases(_ text: String) -> String {
    var isPrinted = false
    var lines: [String] = []
    for line in text.split(separator: "\n" as Character, omittingEmptySubsequences: false) {
        if line.hasPrefix(" SELECT ") { isPrinted = true }
        lines.append(isPrinted ? String(line.replacing(/\b[te]\.(?=[\w"])/, with: "")) : String(line))
        if line.hasSuffix(";") { isPrinted = false }
    }
    return lines.joined(separator: "\n")
}

private func folded(_ text: String) -> String {
    var lines: [String] = []
    var line = "--"
    for word in text.split(separator: " ") {
        if line.utf8.count + word.utf8.count >= 118 {
            lines.append(line)
            line = "--    "
        }
        line += " \(word)"
    }
    return (lines + [line]).joined(separator: "\n")
}
