private import Glibc

/// What can stand at a path, links followed.
package enum FileKind: String, Hashable, Sendable {
    case file = "file"
    case folder = "folder"
    case pipe = "named pipe"
    case socket = "socket"
    case device = "device"
    /// A link that leads nowhere, or in a circle.
    case brokenLink = "link that leads nowhere"

    fileprivate init(_ mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFDIR: self = .folder
        case S_IFIFO: self = .pipe
        case S_IFSOCK: self = .socket
        case S_IFCHR, S_IFBLK: self = .device
        case S_IFLNK: self = .brokenLink
        default: self = .file
        }
    }
}

/// What stands at a path; nil where nothing does.
package func fileKind(_ path: String) throws(SystemError) -> FileKind? {
    var status = stat()
    if stat(path, &status) == 0 { return FileKind(status.st_mode) }
    guard errno == ENOENT || errno == ELOOP else { throw SystemError("stat", path) }
    if lstat(path, &status) == 0 { return FileKind(status.st_mode) }
    return nil
}

/// Why a path holds no file to read whole.
package enum UnreadableFile: Error, Hashable, Sendable {
    case absent
    case notAFile(FileKind)
    case tooLarge(bytes: Int)
    /// The place of the first byte that belongs to no character, both from 1; the column counts characters.
    case notUTF8(line: Int, column: Int)
    case system(SystemError)
}

/// The whole content of what must be a file on disk: a pipe or a device, which could have no end, is refused at once.
/// - Parameter limit: bytes.
package func readDiskFile(_ path: String, atMost limit: Int) throws(UnreadableFile) -> [UInt8] {
    // Without O_NONBLOCK, opening a pipe would wait until somebody writes to it.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
        let failure = SystemError("open", path)
        let kind: FileKind?
        do throws(SystemError) { kind = try fileKind(path) } catch { throw .system(failure) }
        switch kind {
        case nil: throw .absent
        case .file: throw .system(failure)
        case let other?: throw .notAFile(other)
        }
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(SystemError("stat", path)) }
    let kind = FileKind(status.st_mode)
    if kind != .file { throw .notAFile(kind) }
    if status.st_size > limit { throw .tooLarge(bytes: Int(status.st_size)) }
    do throws(SystemError) { return try readToEnd(descriptor, path) } catch { throw .system(error) }
}

/// The same as text.
package func readDiskTextFile(_ path: String, atMost limit: Int) throws(UnreadableFile) -> String {
    let bytes = try readDiskFile(path, atMost: limit)
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    let (line, column) = placeOfFirstInvalidByte(bytes)
    throw .notUTF8(line: line, column: column)
}

/// The place behind the last character of bytes that are no UTF-8.
private func placeOfFirstInvalidByte(_ bytes: [UInt8]) -> (line: Int, column: Int) {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var place = (line: 1, column: 1)
    while case .valid(let character) = parser.parseScalar(from: &rest) {
        place = character.elementsEqual([UInt8(ascii: "\n")]) ? (place.line + 1, 1) : (place.line, place.column + 1)
    }
    return place
}
