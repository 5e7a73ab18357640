import GridCatalogueFile
import GridCausality
import GridRecords
import GridSync
import GridWire

/// What holds for bytes from a disk: stored once more they are the same, and what they hold can be shown.
enum StoredLaws {
    /// Nil only when the built-in catalogue is broken, which its own tests would say.
    static let catalogue = try? CatalogueFiles.load()

    static func recordRow(_ bytes: [UInt8]) -> String? {
        let codec = RecordRowCodec()
        guard let record = try? codec.decode(bytes) else { return nil }
        let stored = codec.encode(record)
        guard let back = try? codec.decode(stored) else { return "a record that was read is refused once stored" }
        if codec.encode(back) != stored { return "a record changes by being stored" }
        guard let catalogue else { return "no catalogue" }
        _ = RecordView(record, catalogue: catalogue).json.text
        for dispute in record.disputes(catalogue) { _ = dispute.json(openedAt: nil).text }
        if record.joined(record).registers != record.registers { return "a record joined with itself is another one" }
        return nil
    }

    static func changeset(_ bytes: [UInt8]) -> String? {
        guard let changeset = try? Changeset(canonical: bytes) else { return nil }
        if changeset.canonicalBytes != bytes { return "bytes that nobody would write are taken for a canonical form" }
        let request = SyncRequest(hello: hello(changeset.dot), changesets: [PushedChangeset(changeset: changeset)])
        for format in WireFormat.allCases {
            let sent = Wire.encode(request, as: format)
            guard let back = try? Wire.decode(SyncRequest.self, from: sent, as: format) else { continue }
            if back.changesets.first?.changeset.canonicalBytes != bytes {
                return "a changeset has another canonical form after \(format.rawValue)"
            }
        }
        return nil
    }

    private static func hello(_ dot: Dot) -> Hello {
        Hello(
            device: DeviceID("d"), replica: dot.replica, head: 0, headChain: dot.replica.bytes, acknowledged: 0,
            acknowledgedChain: dot.replica.bytes, epoch: nil, catalogueVersion: "", manifestVersion: "",
            deviceTime: 0, unsent: 1, software: "")
    }

    /// The key is given away: what counts is what stands under the tag.
    static func cursor(_ bytes: [UInt8]) -> String? {
        let tag = [UInt8](repeating: 7, count: 16)
        guard let cursor = Cursor(sealed: bytes + tag, mac: { _ in tag }) else { return nil }
        let sealed = cursor.sealed { _ in tag }
        guard let back = Cursor(sealed: sealed, mac: { _ in tag }) else { return "a cursor that was read is refused" }
        if back.sealed(mac: { _ in tag }) != sealed { return "a cursor changes by being sealed" }
        for area in cursor.areas { _ = cursor.position(of: area.area) }
        return nil
    }

    static func stagedPage(_ bytes: [UInt8]) -> String? {
        guard let page = try? StagedPage(bytes: bytes) else { return nil }
        return page.bytes == bytes ? nil : "bytes that nobody would write are taken for a staged page"
    }

    static func storedVerdict(_ bytes: [UInt8]) -> String? {
        guard let verdict = StoredVerdict(bytes: bytes) else { return nil }
        let stored = verdict.bytes
        return StoredVerdict(bytes: stored)?.bytes == stored ? nil : "a verdict changes by being stored"
    }

    static func manifest(_ bytes: [UInt8]) -> String? {
        guard let json = try? JSONValue(parsing: bytes), let manifest = ScopeManifest(json: json) else { return nil }
        let text = manifest.json
        return ScopeManifest(json: text)?.json == text ? nil : "a manifest changes by being stored"
    }
}
