import Glibc

/// `EmbedSQLTool ROOT OUTPUT FOLDER...` writes a Swift file that holds the text of each .sql file of each FOLDER under its
/// path below ROOT. The folder of OUTPUT is touched at every run, OUTPUT only when it changes.
@main enum EmbedSQLTool {
    static func main() {
        let arguments = CommandLine.arguments
        let files = arguments.dropFirst(3).flatMap(sqlFiles).sorted()
        if files.isEmpty { fail("no .sql file is there") }
        var text = "package let embeddedSQL: [String: String] = [\n"
        for path in files {
            let name = path.dropFirst(arguments[1].utf8.count).drop { $0 == "/" }
            text += "\"\(name)\": ####\"\"\"\n\(read(path))\n\"\"\"####,\n"
        }
        text += "]\n"
        let output = arguments[2]
        let new = "\(output).new"
        write(text, to: new)
        if access(output, F_OK) == 0 && read(output) == text {
            if unlink(new) != 0 { fail("cannot remove \(new)") }
        } else if rename(new, output) != 0 {
            fail("cannot write \(output)")
        }
    }

    private static func sqlFiles(_ folder: String) -> [String] {
        guard let directory = opendir(folder) else { fail("cannot open \(folder)") }
        defer { closedir(directory) }
        var files: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(".") { continue }
            if entry.pointee.d_type == UInt8(DT_DIR) {
                files += sqlFiles("\(folder)/\(name)")
            } else if name.hasSuffix(".sql") {
                files.append("\(folder)/\(name)")
            }
        }
        return files
    }

    private static func read(_ path: String) -> String {
        guard let file = fopen(path, "r") else { fail("cannot read \(path)") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }

    private static func write(_ text: String, to path: String) {
        guard let file = fopen(path, "w"), fputs(text, file) >= 0, fclose(file) == 0 else {
            fail("cannot write \(path)")
        }
    }

    private static func fail(_ message: String) -> Never {
        perror("EmbedSQLTool: \(message)")
        exit(1)
    }
}
