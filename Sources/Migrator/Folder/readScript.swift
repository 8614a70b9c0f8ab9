package import HostSystem

/// What is wrong with something in the folder of migrations, and what to do.
package enum FileTrouble: Hashable, Sendable, CustomStringConvertible {
    case absent
    case notAFile(FileKind)
    /// Of a migration, or of all of them.
    case notAFolder(FileKind, isMigration: Bool)
    case tooLarge(bytes: Int)
    case byteOrderMark
    case notUTF8(line: Int, column: Int)
    case nullCharacter(line: Int)
    case unreadable(SystemError)

    package var description: String {
        switch self {
        case .absent:
            "there is no such file: restore it, or delete the folder if it is left over and its migration never ran"
        case .notAFile(.folder): "this is a folder, where a script belongs: restore the script"
        case .notAFile(let kind): "this is a \(kind.rawValue), where a script belongs: put the file itself there"
        case .notAFolder(.file, isMigration: true):
            "this file is named like a migration, which is a folder with up.sql and down.sql: move it to another folder, "
                + "or give it another name"
        case .notAFolder(let kind, isMigration: true):
            "this \(kind.rawValue) is named like a migration: put the folder itself there, or give it another name"
        case .notAFolder(let kind, isMigration: false):
            "this is a \(kind.rawValue), where the folder of the migrations belongs: name a folder as `directory` in "
                + "[migrations]"
        case .tooLarge(let bytes):
            "this script has \(bytes >> 20) MiB, and \(maximumScriptSize >> 20) are the most: load data by other means, "
                + "such as psql"
        case .byteOrderMark: "the file starts with a byte order mark: save it as UTF-8 without one"
        case .notUTF8(let line, let column):
            "line \(line) is not UTF-8 from column \(column) on: save the file in that encoding"
        case .nullCharacter(let line): "line \(line) holds a null character, which no SQL text can: remove it"
        case .unreadable(let error): "the file cannot be read (\(error)): correct its permissions, or restore it"
        }
    }
}

/// A way back is also kept in the database, as one value.
let maximumScriptSize = 64 << 20

/// The text of a script.
func readScript(_ path: String) throws(MigrationError) -> String {
    let text: String
    do throws(UnreadableFile) { text = try readDiskTextFile(path, atMost: maximumScriptSize) } catch {
        switch error {
        case .absent: throw .file(path: path, .absent)
        case .notAFile(let kind): throw .file(path: path, .notAFile(kind))
        case .tooLarge(let bytes): throw .file(path: path, .tooLarge(bytes: bytes))
        case .notUTF8(let line, let column): throw .file(path: path, .notUTF8(line: line, column: column))
        case .system(let error): throw .file(path: path, .unreadable(error))
        }
    }
    if text.unicodeScalars.first == "\u{feff}" { throw .file(path: path, .byteOrderMark) }
    // libpq's texts end at the first one: the rest of a statement would be left out.
    if let end = text.utf8.firstIndex(of: 0) {
        throw .file(path: path, .nullCharacter(line: text.utf8[..<end].count { $0 == UInt8(ascii: "\n") } + 1))
    }
    return text
}
