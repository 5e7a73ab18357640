import GridCausality
public import GridRecords
import GridStore
import GridSync

/// A record that seems to mean the same thing in the world as another one.
public struct DuplicateCandidate: Hashable, Sendable {
    public let id: String
    /// The fields in which both agree, sorted.
    public let fields: [String]

    /// `{"id","fields"}`
    public var json: JSONValue { ["id": .string(id), "fields": .array(fields.map { .string($0) })] }
}

extension GridClient {
    /// Records of this device that seem to be the same as one, in the order of their ids; at most
    /// `Limits.duplicatesPerRecord`.
    ///
    /// For a hint after entry: it refuses nothing. An identity number counts by its last four characters beside the
    /// other fields of its key, for the device does not know it; the hub compares whole numbers, of all grids.
    /// Cost: every record of the kind is read; a device that holds more than `Limits.recordsPerHint` leaves it to the hub.
    public func duplicates(of id: String) throws(ClientError) -> [DuplicateCandidate] {
        let record = try GridClient.recordID(id)
        return try read { work in
            guard let shown = try work.shown(record) else { throw ClientError.noSuchRecord(id) }
            return try work.duplicates(of: shown)
        }
    }
}

extension DeviceWork {
    fileprivate func duplicates(of record: Record) throws -> [DuplicateCandidate] {
        let catalogue = try catalogue
        let keys = record.keys(catalogue, sealing: .lastFour)
        guard !keys.isEmpty, try transaction.countRecords() <= Limits.recordsPerHint,
            let naturalKeys = catalogue.kind(record.kind)?.naturalKeys
        else { return [] }
        var found: [DuplicateCandidate] = []
        try forEachShown(kind: record.kind) { other in
            let others = other.keys(catalogue, sealing: .lastFour)
            let fields = keys.flatMap { key in
                others.contains { key.matches($0, naturalKeys[key.number]) } ? naturalKeys[key.number].fields : []
            }
            if !fields.isEmpty {
                found.append(
                    DuplicateCandidate(id: other.id.text, fields: Set(fields.map { Text($0) }).sorted().map(\.string)))
            }
            return found.count < Limits.duplicatesPerRecord
        }
        return found
    }
}
