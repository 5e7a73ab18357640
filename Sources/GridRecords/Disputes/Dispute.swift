package import GridCausality

/// One place of a record where a person has to decide, with what each side wrote.
package struct Dispute: Equatable, Sendable {
    /// One answer, with everybody who gave it.
    package struct Side: Equatable, Sendable {
        /// The value to write if this side is taken; nil when it removed what was there.
        package let value: FieldValue?
        /// The value as people see it, an element with its sub-fields; `{"removed":true}` for none.
        package let json: JSONValue
        /// The newest of those who gave this answer.
        package let stamp: Stamp
        /// The siblings that gave this answer, sorted.
        package let dots: [Dot]
    }

    package let record: RecordID
    package let kind: String
    package let path: Path
    /// At least two, oldest first by order time, then dot.
    package let sides: [Side]
    /// What is shown meanwhile; nil for nothing.
    package let shown: FieldValue?
    package let shownJSON: JSONValue
    /// What was shown for the common past of all sides; nil when there was nothing or nobody knows.
    package let base: FieldValue?

    /// `<record>:<path>`, the same on every copy while the dispute is open.
    package var id: String { "\(record.text):\(path.text)" }

    /// Whether the changeset of the dot gave one of the answers.
    package func involves(_ dot: Dot) -> Bool { sides.contains { $0.dots.contains(dot) } }

    /// `{"id","record","kind","path","base","sides","shown","opened_at"}`; the time in Shanghai's zone, null if unknown.
    package func json(openedAt: Int64?) -> JSONValue {
        .object([
            "id": .string(id), "record": .string(record.text), "kind": .string(kind), "path": .string(path.text),
            "base": base?.json ?? .null, "sides": .array(sides.map(\.object)), "shown": shownJSON,
            "opened_at": openedAt.map { .string(Timestamp.shanghai(milliseconds: $0).text) } ?? .null,
        ])
    }

    /// What stands for a value that was removed.
    static let removed: JSONValue = ["removed": true]
}

extension Dispute.Side {
    /// `{"value","author","device","at","device_time","clock_offset_ms","dot","dots"}`.
    package var object: JSONValue {
        .object([
            "value": json, "author": .string(stamp.author.text), "device": .string(stamp.device.text),
            "at": .string(Timestamp.shanghai(milliseconds: stamp.effectiveTime).text),
            "device_time": .string(Timestamp.shanghai(milliseconds: stamp.deviceTime).text),
            "clock_offset_ms": .integer(stamp.clockOffset), "dot": .string(stamp.dot.description),
            "dots": .array(dots.map { .string($0.description) }),
        ])
    }
}
