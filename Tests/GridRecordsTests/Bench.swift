import GridCausality

@testable import GridRecords

/// A small catalogue in which every policy has a field, for tests about merging.
enum Bench {
    static let levels = ["1", "2", "3"]

    static func field(
        _ id: String, _ type: FieldType, _ policy: PolicyDefinition.Name, _ parameters: [String: String] = [:],
        elements: FieldType? = nil, codes: [String] = [], guards: [GuardDefinition] = [], isSeparate: Bool = false,
        parts: [FieldDefinition] = []
    ) -> FieldDefinition {
        FieldDefinition(
            id: id, label: Label(chinese: id, english: id), type: type, elementType: elements,
            codes: codes.map { CodeDefinition(code: Text($0), label: Label(chinese: $0, english: $0)) },
            isSeparate: isSeparate, policy: PolicyDefinition(policy, parameters: parameters), guards: guards,
            parts: parts)
    }

    static let fields: [FieldDefinition] = [
        field("note", .text, .latest),
        field("name", .text, .review),
        field(
            "level", .code, .greatest, codes: levels,
            guards: [GuardDefinition(action: .lower, roles: [.township, .supervisor])]),
        field("due", .date, .least),
        field("secret", .bool, .assert),
        field("found_at", .timestamp, .once),
        field("stage", .code, .stage, codes: levels),
        field("move_out", .date, .review, ["later_edits": "review"]),
        field("tags", .codes, .elements, codes: ["a", "b", "c"]),
        field("grids", .set, .elements, elements: .code),
        field("tenants", .set, .elements, elements: .reference),
        field("phones", .list, .elements, ["cap": "3", "element": "latest"], elements: .text),
        field(
            "items", .list, .elements, elements: .composite,
            parts: [
                field("text", .text, .latest),
                field(
                    "status", .code, .latest, ["same_day": "worse"], codes: ["verified", "fixed", "open"],
                    isSeparate: true),
                field("rank", .code, .review, codes: levels, isSeparate: true),
            ]),
        field("log", .entries, .entries, elements: .composite),
    ]

    static let catalogue = Catalogue(
        version: "test",
        kinds: [KindDefinition(id: "hazard", label: Label(chinese: "隐患", english: "Hazard"), fields: fields)])

    static let record = RecordID(bits: Bits128(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001))
    static let epoch = EpochID(bits: Bits128(high: 1, low: 1))

    /// 2026-03-01T08:00:00+08:00.
    static let morning: Int64 = 1_772_323_200_000
    static let hour: Int64 = 3_600_000
    static let day: Int64 = 24 * hour

    static func path(_ text: String) -> Path { Path(text)! }

    static func change(
        _ writes: [(String, FieldValue?)], seen: VersionVector = .empty, from: [String: FieldValue] = [:],
        keeps: [KeptSibling] = [], isResolution: Bool = false
    ) -> Change {
        Change(
            record: record, kind: "hazard", context: seen, epoch: epoch, isResolution: isResolution,
            isCreation: seen.isEmpty,
            writes: writes.map { Write(path: path($0.0), value: $0.1, from: from[$0.0]) }, keeps: keeps)
    }

    static func stamp(_ dot: Dot, at time: Int64, observed: Int64? = nil) -> Stamp {
        Stamp(
            dot: dot, author: WorkerID("w\(dot.replica.bits.low)"), device: DeviceID("d\(dot.replica.bits.low)"),
            deviceTime: time, effectiveTime: time, observedTime: observed)
    }

    /// A claim of replica `number`, so many hours after the morning.
    static func claim(
        _ number: Int, _ value: FieldValue?, from: FieldValue? = nil, hours: Int64 = 0
    ) -> Claim {
        Claim(dot: .at(number, 1), value: value, from: from, effectiveTime: morning + hours * hour)
    }

    /// What the policy makes of the claims, after finding that it makes the same of them in every order.
    static func shown(
        _ definition: FieldDefinition, _ claims: [Claim], others: @escaping (String) -> FieldValue? = { _ in nil }
    ) -> Shown? {
        let kind = catalogue.kind("hazard")
        let results = Set(orders(of: claims).map { MergePolicy(definition, of: kind, others: others).shown($0) })
        return results.count == 1 ? results.first : nil
    }

    static func orders<Element>(of elements: [Element]) -> [[Element]] {
        guard elements.count > 1 else { return [elements] }
        return elements.indices.flatMap { index in
            var rest = elements
            let first = rest.remove(at: index)
            return orders(of: rest).map { [first] + $0 }
        }
    }
}

/// A record on a hub with its devices' changes applied one after another.
struct Desk {
    var record = Record(id: Bench.record, kind: "hazard")
    private var counters: [Int: UInt64] = [:]
    private var time = Bench.morning

    /// Applies a change of a replica and gives its dot; without `seen` it had seen all that is there.
    @discardableResult
    mutating func write(
        _ replica: Int, _ writes: [(String, FieldValue?)], seen: VersionVector? = nil,
        from: [String: FieldValue] = [:], keeps: [KeptSibling] = []
    ) -> Dot {
        let dot = Dot.at(replica, counters[replica, default: 0] + 1)
        counters[replica] = dot.counter
        time += 60_000
        let change = Bench.change(writes, seen: seen ?? record.context, from: from, keeps: keeps)
        record.apply(change, stamp: Bench.stamp(dot, at: time))
        return dot
    }

    var view: RecordView { RecordView(record, catalogue: Bench.catalogue) }
    var disputes: [Dispute] { record.disputes(Bench.catalogue) }
    var disputed: [String] { view.disputed.map(\.text) }
}
