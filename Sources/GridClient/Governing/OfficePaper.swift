import GridGoverning
public import GridRecords

/// What was made from the copies of a device, as it is printed, and what it rests on.
public struct OfficePaper: Hashable, Sendable {
    /// A text in UTF-8 that ends with a line feed, or a workbook.
    public let bytes: [UInt8]
    public let basis: Basis

    /// How far the copies and rules go. It stands beside the paper, not in it: equal records give equal bytes.
    public struct Basis: Hashable, Sendable {
        /// When the hub had exactly these records, milliseconds since 1970 by its clock.
        public let recordsAt: Int64
        /// When the hub last said that these are its rules, totals and workers, likewise.
        public let rulesAt: Int64
        /// Changesets that were not sent yet: they are not counted.
        public let unsent: Int
        /// Of a report, likewise; nil for what has none.
        public internal(set) var cutoff: Int64?
        /// Workers who are judged on the hub alone.
        public internal(set) var leftOut: [String] = []

        /// Whether something may be missing that happened by the cut-off.
        public var isBehind: Bool { cutoff.map { recordsAt < $0 } ?? false }

        /// `{"records_at","rules_at","unsent","behind","left_out"}`
        public var json: JSONValue {
            [
                "records_at": .string(recordsAt.time), "rules_at": .string(rulesAt.time),
                "unsent": .integer(Int64(unsent)), "behind": .bool(isBehind),
                "left_out": .array(leftOut.map { .string($0) }),
            ]
        }
    }
}

extension OfficePaper {
    init(_ sheets: [PaperSheet], _ basis: Basis) {
        var bytes: [UInt8] = []
        for sheet in sheets {
            switch sheet {
            case .file(let file): bytes += file
            case .line(let line): bytes += line.bytes + [0x0A]
            case .text(let text):
                bytes += Array(text.utf8)
                if bytes.last != 0x0A { bytes.append(0x0A) }
            }
        }
        self.bytes = bytes
        self.basis = basis
    }
}

extension ClientError {
    static let noCopies = ClientError(
        code: "no_copies", message: "This device has not brought the hub's records yet.",
        hint: "Run `gridsync pull` with a connection.", exitCode: 66)
}
