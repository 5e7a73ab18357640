import GridStore
import Testing

@Suite("Shelves of documents")
struct DocumentTests {
    let directory: TemporaryDirectory
    init() throws { directory = try TemporaryDirectory() }

    @Test(
        "documents are found by key, by prefix and after a key, in the order of their bytes", arguments: Kept.allCases)
    func scans(kept: Kept) throws {
        let store = try kept.hub(directory)
        try store.write { hub in
            for key in ["b", "a/2", "a/1", "a/10", "a", "a0", "B", "a/~"] { try hub.put("shelf", key, Array(key.utf8)) }
            try hub.put("other", "a/1", [0])
            try hub.put("shelf", "a/2", [])
        }
        try store.read { hub throws in
            func keys(_ prefix: String, _ after: String? = nil, _ limit: Int = 99) throws -> [String] {
                try hub.documents("shelf", prefix: prefix, after: after, limit: limit).map(\.key)
            }
            #expect(try keys("") == ["B", "a", "a/1", "a/10", "a/2", "a/~", "a0", "b"])
            #expect(try keys("a/") == ["a/1", "a/10", "a/2", "a/~"])
            #expect(try keys("a/", "a/10") == ["a/2", "a/~"])
            #expect(try keys("a/", "a/15") == ["a/2", "a/~"])
            #expect(try keys("a/", "A") == ["a/1", "a/10", "a/2", "a/~"])
            #expect(try keys("a/", nil, 2) == ["a/1", "a/10"])
            #expect(try keys("c").isEmpty)
            #expect(try hub.countDocuments("shelf", prefix: "a/") == 4)
            #expect(try hub.countDocuments("other", prefix: "") == 1)
            #expect(try hub.document("shelf", "a/2") == [])
            #expect(try hub.document("shelf", "A") == nil)
        }
        try store.write { hub in
            try hub.removeDocument("shelf", "a/2")
            try hub.removeDocument("shelf", "never")
        }
        #expect(try store.read { try $0.document("shelf", "a/2") } == nil)
    }

    @Test("keys that are empty or not ASCII are refused", arguments: Kept.allCases)
    func keys(kept: Kept) throws {
        let store = try kept.device(directory)
        for key in ["", "a\0b", "é"] {
            #expect(throws: StoreError.self) { try store.write { try $0.put("shelf", key, [1]) } }
        }
        #expect(try store.read { try $0.countDocuments("shelf", prefix: "") } == 0)
    }
}
