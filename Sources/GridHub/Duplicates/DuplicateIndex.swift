import GridCausality
import GridRecords
import GridStore
import GridSync

/// The index of natural keys: follows the feed when somebody asks for duplicates, so that a push waits for none of it.
extension HubWork {
    /// Changed records that one job looks at.
    static let duplicatesPerJob = 500

    /// Looks at the records that changed since the last time, at most about so many. Returns whether there are more.
    func followDuplicates(limit: Int = duplicatesPerJob) throws -> Bool {
        let rules = duplicateRules
        let known = try documents.get(.meta, "duplicates", as: DuplicateProgressDocument.self)
        let start = known?.rules == rules ? known?.position ?? 0 : 0
        let page = try transaction.placements(after: start, limit: limit)
        for id in Set(page.map(\.record)).sorted() { try examine(id) }
        let reached = DuplicateProgressDocument(position: page.last?.position ?? start, rules: rules)
        if reached != known { try documents.put(.meta, "duplicates", reached) }
        return page.count >= limit
    }

    /// Another catalogue may have other keys, and another master key makes other hashes.
    private var duplicateRules: String {
        let bytes = environment.keys.mac(Array("duplicates 1 \(catalogue.version)".utf8), for: .match)
        return Hexadecimal.encode(bytes.prefix(16))
    }

    /// Brings what the index says of a record, and of its pairs, to what the record says now.
    func examine(_ id: RecordID) throws {
        let old = try documents.get(.duplicateRecords, id.text, as: DuplicateRecordDocument.self) ?? .init()
        let record = try transaction.record(id).map { try decode($0) }
        let entries = (record?.keys(catalogue, sealing: .token) ?? []).map { DuplicateEntry($0, work: self) }
        let keys = entries.map(\.key).sorted()
        for key in old.keys where !keys.contains(key) { try documents.remove(.duplicateKeys, key) }
        for entry in entries { try documents.put(.duplicateKeys, entry.key, entry.document) }
        var document = DuplicateRecordDocument(keys: keys, others: old.others)
        let agreeing = try agreeing(with: entries, known: Set(old.others))
        // One that was erased since makes no pair.
        let aliases = Set(try (record?.aliases ?? []).filter { try $0 != id && transaction.record($0) != nil })
        for other in Set(old.others.compactMap { RecordID(text: $0) }).union(agreeing.keys).union(aliases).sorted() {
            guard let pair = DuplicatePair(id, other) else { continue }
            let isMerged = aliases.contains(other)
            let isEdited = try record.map { try isMerged && isWritten($0, after: other) } ?? false
            let stands = try update(pair, kind: record?.kind) { document in
                document.fields = agreeing[other] ?? []
                document.merged.set(id.text, isMerged)
                document.edited.set(id.text, isEdited)
            }
            document.others.set(other.text, stands)
            try link(other, id, stands)
        }
        try put(document, of: id, instead: old)
    }

    /// The other records that agree, with the fields; of too many those that are known, then the first.
    private func agreeing(with entries: [DuplicateEntry], known: Set<String>) throws -> [RecordID: [String]] {
        var found: [RecordID: Set<Text>] = [:]
        for entry in entries {
            for prefix in entry.neighbourhood {
                for document in try transaction.documents(
                    Shelf.duplicateKeys.rawValue, prefix: prefix, after: nil, limit: .max)
                {
                    guard let id = RecordID(text: document.key.dropFirst(prefix.utf8.count)),
                        let other = try documents.get(
                            .duplicateKeys, document.key, as: DuplicateKeyDocument.self),
                        entry.recordKey.matches(entry.key(of: id, other), entry.naturalKey)
                    else { continue }
                    found[id, default: []].formUnion(entry.naturalKey.fields.map { Text($0) })
                }
            }
        }
        let kept = found.keys.sorted { left, right in
            let (isOld, isToo) = (known.contains(left.text), known.contains(right.text))
            return isOld != isToo ? isOld : left < right
        }.prefix(Limits.duplicatesPerRecord)
        return Dictionary(uniqueKeysWithValues: kept.map { ($0, (found[$0] ?? []).sorted().map(\.string)) })
    }

    /// Whether something was written to the record after it was merged into the other.
    private func isWritten(_ record: Record, after other: RecordID) throws -> Bool {
        guard let path = Record.aliasPath(to: other) else { return false }
        let merged = try record.siblings(at: path).dots.compactMap { try transaction.position(of: $0) }.max() ?? 0
        return try record.stamps.contains { try transaction.position(of: $0.dot) ?? 0 > merged }
    }

    /// Changes the pair's document; removes it when nothing holds the two together. Returns whether it stands.
    private func update(
        _ pair: DuplicatePair, kind: String?, _ change: (inout DuplicatePairDocument) -> Void
    ) throws -> Bool {
        let old = try documents.get(.duplicates, pair.key, as: DuplicatePairDocument.self)
        guard let kind = old?.kind ?? kind else { return false }
        var document = old ?? DuplicatePairDocument(kind: kind, foundAt: now)
        change(&document)
        guard !document.fields.isEmpty || !document.merged.isEmpty else {
            if old != nil { try documents.remove(.duplicates, pair.key) }
            return false
        }
        if document != old { try documents.put(.duplicates, pair.key, document) }
        return true
    }

    private func link(_ id: RecordID, _ other: RecordID, _ stands: Bool) throws {
        let old = try documents.get(.duplicateRecords, id.text, as: DuplicateRecordDocument.self) ?? .init()
        var document = old
        document.others.set(other.text, stands)
        try put(document, of: id, instead: old)
    }

    private func put(
        _ document: DuplicateRecordDocument, of id: RecordID, instead old: DuplicateRecordDocument
    ) throws {
        if document == old { return }
        if document.isEmpty { return try documents.remove(.duplicateRecords, id.text) }
        try documents.put(.duplicateRecords, id.text, document)
    }

    /// After erasure nothing is left that says what the record was like, or which others were like it.
    func forgetDuplicates(of id: RecordID) throws {
        let old = try documents.get(.duplicateRecords, id.text, as: DuplicateRecordDocument.self) ?? .init()
        for key in old.keys { try documents.remove(.duplicateKeys, key) }
        for other in old.others.compactMap({ RecordID(text: $0) }) {
            guard let pair = DuplicatePair(id, other) else { continue }
            try documents.remove(.duplicates, pair.key)
            try link(other, id, false)
        }
        try documents.remove(.duplicateRecords, id.text)
        for (key, _) in try documents.all(.dismissals, as: DismissalDocument.self)
        where DuplicatePair(key: key)?.both.contains(id) == true {
            try documents.remove(.dismissals, key)
        }
    }
}

/// One key of a record as the index keeps it: found by a keyed hash, and where times and places count by the stretch
/// of time and the band of latitude that it lies in.
struct DuplicateEntry {
    let recordKey: RecordKey
    let naturalKey: NaturalKey
    private let hash: String
    private let window: Int64?
    private let row: Int64?

    /// Thousand-millionths of a degree for a metre of latitude, rounded up.
    private static let degreesPerMetre: Int64 = 9_010

    init(_ key: RecordKey, work: HubWork) {
        recordKey = key
        naturalKey = work.catalogue.kind(key.kind)?.naturalKeys[key.number] ?? NaturalKey(fields: [])
        var writer = CanonicalWriter()
        writer.append(lengthPrefixed: key.kind.utf8)
        writer.append(Int64(key.number))
        writer.append(lengthPrefixed: key.values)
        hash = Hexadecimal.encode(work.environment.keys.mac(writer.bytes, for: .match).prefix(16))
        let (span, height) = (naturalKey.window?.milliseconds, naturalKey.nearness?.metres)
        window = span.flatMap { span in key.time.map { $0.floored(by: span) } }
        row = height.flatMap { height in
            key.place.map { $0.latitude.floored(by: Int64(height) * DuplicateEntry.degreesPerMetre) }
        }
    }

    var key: String { prefix(window, row) + recordKey.record.text }

    /// Prefixes under which whatever matches stands.
    var neighbourhood: [String] {
        let near = { (number: Int64?) in number.map { [$0 - 1, $0, $0 + 1] } ?? [nil] }
        return near(window).flatMap { window in near(row).map { prefix(window, $0) } }
    }

    var document: DuplicateKeyDocument {
        DuplicateKeyDocument(
            time: recordKey.time, longitude: recordKey.place?.longitude, latitude: recordKey.place?.latitude,
            system: recordKey.place?.system.rawValue)
    }

    /// The key of another record that stands under one of the prefixes, so that its values are the same.
    func key(of id: RecordID, _ document: DuplicateKeyDocument) -> RecordKey {
        var place: GeoPoint?
        if let longitude = document.longitude, let latitude = document.latitude,
            let system = document.system.flatMap({ GeoPoint.System(rawValue: $0) })
        {
            place = GeoPoint(
                longitude: longitude, latitude: latitude, system: system, accuracyCentimetres: nil, source: .gps)
        }
        return RecordKey(
            record: id, kind: recordKey.kind, number: recordKey.number, values: recordKey.values, time: document.time,
            place: place)
    }

    private func prefix(_ window: Int64?, _ row: Int64?) -> String {
        "\(hash)/\(window.map { String($0) } ?? "-")/\(row.map { String($0) } ?? "-")/"
    }
}

extension Int64 {
    /// The quotient that is not above: -1 by 2 is -1.
    fileprivate func floored(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

extension [String] {
    /// Puts a text into a sorted list, or takes it out.
    fileprivate mutating func set(_ text: String, _ stands: Bool) {
        let others = filter { $0 != text }
        self = stands ? (others + [text]).sorted { $0.precedesInBytes($1) } : others
    }
}
