private import Glibc

/// What the operating system answered, with the path and the call: `open fraiseql.toml: No such file or directory`.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    package var call: String
    package var path: String
    package var code: Int32

    package init(_ call: String, _ path: String, code: Int32) {
        self.call = call
        self.path = path
        self.code = code
    }

    /// The error of the system call that has just failed.
    init(_ call: String, _ path: String) {
        self.init(call, path, code: errno)
    }

    package var description: String { "\(call) \(path): \(String(cString: strerror(code)))" }
}

/// The whole content of a file.
package func readFile(_ path: String) throws(SystemError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError("open", path) }
    defer { close(descriptor) }
    return try readToEnd(descriptor, path)
}

func readToEnd(_ descriptor: Int32, _ path: String) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count == 0 { return bytes }
        if count < 0 {
            if errno == EINTR { continue }
            throw SystemError("read", path)
        }
        bytes += buffer[..<count]
    }
}

/// The whole content of a file as text; invalid UTF-8 is an error (`EILSEQ`).
package func readTextFile(_ path: String) throws(SystemError) -> String {
    guard let text = String(validating: try readFile(path), as: UTF8.self) else {
        throw SystemError("read", path, code: EILSEQ)
    }
    return text
}

/// Writes a file whole, through a temporary neighbour, so that a reader sees the old content or the new.
package func writeFile(_ path: String, _ text: String) throws(SystemError) {
    let temporary = path + ".new"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemError("open", temporary) }
    do throws(SystemError) {
        try writeAll(Array(text.utf8), to: descriptor, path: temporary)
    } catch {
        close(descriptor)
        unlink(temporary)
        throw error
    }
    guard close(descriptor) == 0 else { throw SystemError("close", temporary) }
    guard rename(temporary, path) == 0 else { throw SystemError("rename", path) }
}

package func fileExists(_ path: String) -> Bool {
    access(path, F_OK) == 0
}

/// Makes a folder and those above it; one that exists is fine.
package func makeDirectory(_ path: String) throws(SystemError) {
    if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
        throw SystemError("mkdir", path)
    }
    try makeDirectory(String(path[..<slash]))
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw SystemError("mkdir", path) }
}

/// The names in a folder, sorted, without `.` and `..`.
package func listDirectory(_ path: String) throws(SystemError) -> [String] {
    guard let directory = opendir(path) else { throw SystemError("opendir", path) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
}

/// Writes all bytes to a descriptor, whatever the size of the pieces that it takes.
package func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(SystemError) {
    var written = 0
    while written < bytes.count {
        let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, bytes.count - written) }
        if count < 0 {
            if errno == EINTR { continue }
            throw SystemError("write", path)
        }
        written += count
    }
}
