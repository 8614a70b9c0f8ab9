import Glibc

/// `EmbedSQLTool ROOT OUTPUT FILE...` writes a Swift file that holds the text of each FILE under its path below ROOT.
@main enum EmbedSQLTool {
    static func main() {
        let arguments = CommandLine.arguments
        var output = "package let embeddedSQL: [String: String] = [\n"
        if arguments.count == 3 { output += ":\n" }
        for path in arguments.dropFirst(3) {
            let name = path.dropFirst(arguments[1].utf8.count).drop { $0 == "/" }
            output += "\"\(name)\": ####\"\"\"\n\(read(path))\n\"\"\"####,\n"
        }
        output += "]\n"
        guard let file = fopen(arguments[2], "w"), fputs(output, file) >= 0, fclose(file) == 0 else {
            fail("cannot write \(arguments[2])")
        }
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

    private static func fail(_ message: String) -> Never {
        perror("EmbedSQLTool: \(message)")
        exit(1)
    }
}
