import Postgres
import Testing

struct BoundedCacheTests {
    @Test func theEntryUsedLongestAgoLeavesFirst() {
        var cache = BoundedCache<String, Int>(maximumCount: 2, maximumBytes: 100)
        #expect(cache.insert("a", 1, bytes: 1) == [])
        #expect(cache.insert("b", 2, bytes: 1) == [])
        #expect(cache.find("a") != nil)
        #expect(cache.insert("c", 3, bytes: 1) == [2])
        #expect(cache.find("b") == nil)
        #expect(cache.find("a").map { cache[$0] } == 1)
        #expect(cache.find("c").map { cache[$0] } == 3)
    }

    @Test func bytesAreBoundedToo() {
        var cache = BoundedCache<String, Int>(maximumCount: 100, maximumBytes: 10)
        #expect(cache.insert("a", 1, bytes: 4) == [])
        #expect(cache.insert("b", 2, bytes: 4) == [])
        #expect(cache.insert("c", 3, bytes: 9) == [1, 2])
        #expect(cache.insert("too large", 4, bytes: 11) == [4])
        #expect(cache.count == 1)
        #expect(cache.bytes == 9)
    }

    @Test func anEntryCanBeReplacedAndRemoved() {
        var cache = BoundedCache<String, Int>(maximumCount: 3, maximumBytes: 100)
        _ = cache.insert("a", 1, bytes: 5)
        #expect(cache.insert("a", 2, bytes: 7) == [1])
        #expect(cache.bytes == 7)
        #expect(cache.remove("a") == 2)
        #expect(cache.remove("a") == nil)
        #expect(cache.bytes == 0)
        _ = cache.insert("b", 3, bytes: 1)
        cache.removeAll()
        #expect(cache.count == 0)
        #expect(cache.find("b") == nil)
    }

    @Test func itHoldsTheSameAsAPlainListUnderAThousandOperations() {
        var cache = BoundedCache<Int, Int>(maximumCount: 8, maximumBytes: .max)
        var list: [Int] = []
        var random = SystemRandomNumberGenerator()
        for _ in 0..<5000 {
            let key = Int.random(in: 0..<16, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                list.removeAll { $0 == key }
                cache.remove(key)
            case 1:
                list.removeAll { $0 == key }
                list.append(key)
                if list.count > 8 { list.removeFirst() }
                _ = cache.insert(key, key, bytes: 1)
            default:
                let isThere = list.contains(key)
                if isThere {
                    list.removeAll { $0 == key }
                    list.append(key)
                }
                #expect((cache.find(key) != nil) == isThere)
            }
            #expect(cache.count == list.count)
        }
    }
}
