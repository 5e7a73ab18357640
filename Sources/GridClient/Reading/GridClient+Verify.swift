import Foundation
import GridCausality
public import GridRecords
import GridStore
import GridSync

extension GridClient {
    /// Proves that the hub's copies on this device are what the hub has in its scope.
    ///
    /// - Parameter repair: whether copies that differ are replaced by the hub's; unsent work stays.
    /// - Returns: `{"equal","records","digest","differences":[{"id","path"?,"device","hub"}]}`
    public func verify(repair: Bool) async throws(ClientError) -> JSONValue {
        let local = try read { work in try work.copyLines() }
        let digest = Hexadecimal.encode(sha256(local.flatMap { Array($0.line.utf8) + [0x0A] }))
        let root = try await call("digest", ["level": "root"]).first
        if root?["digest"]?.string == digest {
            return [
                "equal": true, "records": .integer(Int64(local.count)), "digest": .string(digest), "differences": [],
            ]
        }
        var hashes: [String: String] = [:]
        for line in try await call("digest", ["level": "ids"]) {
            if let id = line["id"]?.string { hashes[id] = line["hash"]?.string ?? "" }
        }
        var differing: Set<String> = []
        for (id, line) in local {
            let hash = Hexadecimal.encode(sha256(Array(line.utf8) + [0x0A]))
            let bare = Hexadecimal.encode(sha256(Array(line.utf8)))
            let remote = hashes.removeValue(forKey: id)
            if remote != hash, remote != bare { differing.insert(id) }
        }
        differing.formUnion(hashes.keys)
        let bodies = try await hubBodies(differing.sorted())
        let differences = try read { work in try work.differences(differing.sorted(), bodies) }
        if repair { try self.repair(differing, bodies) }
        return [
            "equal": .bool(differences.isEmpty), "records": .integer(Int64(local.count)),
            "digest": .string(digest), "hub_digest": root?["digest"] ?? .null, "differences": .array(differences),
            "repaired": .integer(repair ? Int64(differing.count) : 0),
        ]
    }

    /// The hub's records as it stores them; those that it does not have in this scope are left out.
    private func hubBodies(_ ids: [String]) async throws(ClientError) -> [String: [UInt8]] {
        var bodies: [String: [UInt8]] = [:]
        for start in stride(from: 0, to: ids.count, by: 200) {
            let asked = ids[start..<min(start + 200, ids.count)]
            for line in try await call("records", ["ids": .array(asked.map { .string($0) })]) {
                guard let id = line["id"]?.string, let text = line["body"]?.string,
                    let data = Data(base64Encoded: text)
                else { continue }
                bodies[id] = Array(data)
            }
        }
        return bodies
    }

    private func repair(_ ids: Set<String>, _ bodies: [String: [UInt8]]) throws(ClientError) {
        try write { work in
            for text in ids.sorted() {
                guard let id = RecordID(text: text) else { continue }
                if let body = bodies[text] {
                    try work.take(body)
                    try work.refreshOverlay(id)
                } else {
                    try work.transaction.removeRecord(id)
                }
            }
        }
        observers.tell(ids)
    }
}

extension DeviceWork {
    /// The lines of the hub's copies alone, by id.
    func copyLines() throws -> [(id: String, line: String)] {
        let catalogue = try catalogue
        var lines: [(id: String, line: String)] = []
        var last: RecordID?
        while true {
            let batch = try transaction.records(after: last, kind: nil, onlyDisputed: false, limit: 500)
            for copy in batch {
                lines.append((copy.id.text, RecordView(try decode(copy), catalogue: catalogue).json.text))
            }
            guard batch.count == 500 else { return lines }
            last = batch.last?.id
        }
    }

    /// `{"id","path"?,"device","hub"}` for each path that differs; null stands for a record that is not there.
    func differences(_ ids: [String], _ bodies: [String: [UInt8]]) throws -> [JSONValue] {
        let catalogue = try catalogue
        var result: [JSONValue] = []
        for text in ids {
            guard let id = RecordID(text: text) else { continue }
            let mine = try transaction.record(id).map { RecordView(try decode($0), catalogue: catalogue).json }
            let theirs = try bodies[text].map { body in
                RecordView(try codec.decode(body), catalogue: catalogue).json
            }
            guard let mine, let theirs else {
                result.append(["id": .string(text), "device": mine ?? .null, "hub": theirs ?? .null])
                continue
            }
            for (path, device, hub) in DeviceWork.differing(mine, theirs, at: "") {
                result.append(["id": .string(text), "path": .string(path), "device": device, "hub": hub])
            }
        }
        return result
    }

    private static func differing(
        _ mine: JSONValue, _ theirs: JSONValue, at path: String
    ) -> [(path: String, device: JSONValue, hub: JSONValue)] {
        if mine == theirs { return [] }
        guard let left = mine.object, let right = theirs.object else { return [(path, mine, theirs)] }
        return Set(left.keys).union(right.keys).sorted().flatMap { key in
            let place = path.isEmpty || path == "fields" ? key : "\(path)/\(key)"
            return differing(left[key] ?? .null, right[key] ?? .null, at: place)
        }
    }
}
