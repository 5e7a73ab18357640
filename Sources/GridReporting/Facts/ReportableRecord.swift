import GridCausality
package import GridRecords

/// A record as far as reports look at it, whoever holds it: a hub's read model or a supervisor's own copy.
package protocol ReportableRecord {
    var id: RecordID { get }
    var kind: String { get }
    var isDeleted: Bool { get }
    /// Every area that the record belongs to: a dispute over seventeen villages names seventeen.
    var areas: [AreaCode] { get }
    /// The field as an export shows it; nil when it has no value.
    func field(_ name: String) -> JSONValue?
    /// Who wrote the record first, where that is known.
    var creator: WorkerID? { get }
    /// Whether a person still has to decide something about it.
    var isDisputed: Bool { get }
}

extension RecordView: ReportableRecord {
    package var isDisputed: Bool { !disputed.isEmpty }

    /// The author of the earliest change that survives.
    package var creator: WorkerID? {
        reading.record.stamps.min { left, right in
            left.effectiveTime != right.effectiveTime
                ? left.effectiveTime < right.effectiveTime : left.dot < right.dot
        }?.author
    }
}

/// A line of `export` as a record to report on.
package struct ExportedRecord: ReportableRecord, Sendable {
    package let id: RecordID
    package let kind: String
    package let isDeleted: Bool
    package let areas: [AreaCode]
    package let fields: [String: JSONValue]
    package let creator: WorkerID?
    package let isDisputed: Bool

    package init(
        id: RecordID, kind: String, areas: [AreaCode], fields: [String: JSONValue], creator: WorkerID? = nil,
        isDisputed: Bool = false
    ) {
        self.id = id
        self.kind = kind
        self.areas = Set(areas).sorted()
        self.fields = fields
        self.creator = creator
        self.isDisputed = isDisputed
        isDeleted = false
    }

    /// Nil for what is no line of an export.
    package init?(line: JSONValue) {
        guard let id = line["id"]?.string.flatMap({ RecordID(text: $0) }), let kind = line["kind"]?.string,
            let fields = line["fields"]?.object
        else { return nil }
        self.id = id
        self.kind = kind
        self.fields = fields
        var areas = Set((line["area"]?.string).map { [AreaCode($0)] } ?? [])
        for code in (fields["grids"]?.object ?? [:]).keys { areas.insert(AreaCode(code)) }
        self.areas = areas.sorted()
        isDeleted = line["deleted"]?.bool ?? false
        isDisputed = line["disputed"]?.array?.isEmpty == false
        creator = nil
    }

    package func field(_ name: String) -> JSONValue? { fields[name] }
}

extension RecordID {
    /// The time in the id: when the device made it, milliseconds since 1970 (RFC 9562, section 5.7).
    package var mintedMilliseconds: Int64 { Int64(bits.high >> 16) }
}
