import GridCausality

/// What most lines of the log have in common, left out of their rows.
enum LogText {
    /// The verdict that says nothing but that the changeset was applied, as nearly all do.
    private static let plainVerdict = "{\"kind\":\"applied\"}"
    /// Where the replica's id has to end, that a body may have a head.
    private static let longestHead = 256

    static func short(_ verdict: String) -> String { verdict == plainVerdict ? "" : verdict }

    static func long(_ stored: String) -> String { stored.isEmpty ? plainVerdict : stored }

    /// How many bytes stand before the counter in a body that names its own dot near its beginning: they are the same in
    /// all bodies of the replica. 0 for any other body.
    static func headCount(of body: [UInt8], replica: ReplicaID) -> Int {
        let id = replica.bytes
        var start = 0
        while start + id.count <= min(body.count, longestHead) {
            if body[start] == id[0], body[start..<start + id.count].elementsEqual(id) { return start + id.count }
            start += 1
        }
        return 0
    }
}
