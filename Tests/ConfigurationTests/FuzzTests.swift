import Configuration
import Support
import Testing

struct FuzzTests {
    /// xorshift64*: the same texts in every run.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return state &* 2_685_821_657_736_338_717
        }
    }

    private func check(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        do throws(ConfigurationErrors) {
            _ = try readConfiguration(text) { $0 == "PGPASSWORD" ? "x" : nil }
        } catch {
            let lines = text.utf8.count { $0 == 0x0A } + 1
            #expect(!error.errors.isEmpty)
            #expect(error.errors.allSatisfy { (1...lines).contains($0.place.line) && $0.place.column >= 1 }, "\(error)")
        }
    }

    @Test func randomBytesGiveErrorsWithPlacesAndNeverACrash() {
        var generator = Generator(state: 0x9E37_79B9_7F4A_7C15)
        let usual = Array("[]{}.=\"'#\n\\,_-+0aetT:u \u{E9}".utf8)
        for _ in 0..<3000 {
            let length = Int.random(in: 0..<60, using: &generator)
            check(
                (0..<length).map { _ in
                    Bool.random(using: &generator)
                        ? usual.randomElement(using: &generator)! : UInt8.random(in: 0...255, using: &generator)
                })
        }
    }

    @Test func mutatedFilesGiveErrorsWithPlacesAndNeverACrash() throws {
        var generator = Generator(state: 42)
        // Without the marks of the defaults, so that every key is read.
        let text = try readGolden("configuration/shop.toml").replacing("# ", with: "")
        let lines = text.split(separator: "\n").filter { $0.contains("=") || $0.hasPrefix("[") }
        let original = Array(lines.joined(separator: "\n").utf8)
        for _ in 0..<1500 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: index)
                case 2: bytes.insert(bytes.randomElement(using: &generator)!, at: index)
                default: bytes.replaceSubrange(index..., with: bytes[..<(bytes.count - index)])
                }
            }
            check(bytes)
        }
    }
}
