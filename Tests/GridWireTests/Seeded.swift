import GridCausality
import GridRecords
import GridSync
import GridWire

/// SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014): equal seeds, equal runs.
struct Seeded {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// Small numbers as a rule, extremes now and then.
    mutating func integer() -> Int64 {
        switch below(8) {
        case 0: pick([.min, .max, -1, 0, 1])
        case 1: Int64(bitPattern: next())
        default: Int64(below(2_000_000)) - 1_000_000
        }
    }

    mutating func counter() -> UInt64 { chance(5) ? pick([1, UInt64(Int64.max), 1 << 40]) : UInt64(below(5_000) + 1) }
    mutating func bits() -> Bits128 { Bits128(high: next(), low: next()) }
    mutating func time() -> Int64 {
        chance(3) ? pick([-1 << 52, 1 << 52, 0, -1]) : 1_760_000_000_000 + Int64(below(100_000_000))
    }
}

extension Seeded {
    /// Texts that Unicode calls equal and their bytes do not are among them.
    mutating func text() -> String {
        pick([
            "", "王秀英", "\u{F900}", "\u{8C48}", "e\u{301}", "\u{E9}", "Zeile 1\nZeile 2\t\"", "🏠", "a\u{200D}b",
            "normal",
        ])
    }

    mutating func point() -> GeoPoint {
        GeoPoint(
            longitude: integer(), latitude: integer(), system: pick(GeoPoint.System.allCases),
            accuracyCentimetres: chance(50) ? Int64(below(100_000)) : nil, source: pick(GeoPoint.Source.allCases))
    }

    mutating func timestamp() -> Timestamp {
        Timestamp(milliseconds: time(), offsetMinutes: pick([480, 0, -1080, 1080]))
    }

    mutating func value(depth: Int = 0) -> FieldValue {
        switch below(depth < 3 ? 14 : 13) {
        case 0: .text(Text(text()))
        case 1: .int(integer())
        case 2: .decimal(FixedPoint(units: integer(), scale: UInt8(below(10))))
        case 3: .money(integer())
        case 4: .bool(chance(50))
        case 5: .date(CalendarDate(dayNumber: Int32(below(40_000) - 10_000)))
        case 6: .timestamp(timestamp())
        case 7: .code(Text(pick(["high", "低", ""])))
        case 8: .point(point())
        case 9: .reference(RecordID(bits: bits()))
        case 10:
            .attachment(
                Attachment(
                    sha256: bytes(32), size: integer(), mime: "image/jpeg", takenAt: chance(50) ? timestamp() : nil))
        case 11:
            .sealed(
                SealedValue(
                    lastFour: "123X", isChecksumValid: pick([true, false, nil]), token: bytes(below(33)),
                    box: bytes(below(80))))
        case 12: .opaque(tag: UInt8(14 + below(242)), bytes: bytes(below(20)))
        default:
            .composite(
                Composite(
                    (0..<below(4)).map { Composite.Part(name: "part\($0)", value: value(depth: depth + 1)) }))
        }
    }

    mutating func path() -> Path {
        let field = pick(["level", "name", "phone", "parties", "items", "observed_at", "area", "deleted"])
        let text = pick([field, field + "/p\(below(4))", field + "/\(below(4))/status"])
        return Path(text) ?? .deleted
    }
}

extension Seeded {
    mutating func replicas(_ count: Int) -> [ReplicaID] { (0..<count).map { _ in ReplicaID(bits: bits()) } }

    mutating func vector(_ replicas: [ReplicaID]) -> VersionVector {
        var entries: [VersionVector.Entry] = []
        for replica in replicas where chance(60) { entries.append(.init(replica: replica, counter: counter())) }
        return VersionVector(entries)
    }

    mutating func writes() -> [Write] {
        let paths = Set((0..<below(6)).map { _ in path() }).sorted()
        return paths.map { Write(path: $0, value: chance(85) ? value() : nil, from: chance(30) ? value() : nil) }
    }

    mutating func change(_ replicas: [ReplicaID], epochs: [EpochID]) -> Change {
        let keeps = chance(15) ? replicas.map { KeptSibling(Dot(replica: $0, counter: counter()), at: path()) } : []
        return Change(
            record: RecordID(bits: bits()), kind: pick(["resident", "hazard", "隐患"]), context: vector(replicas),
            epoch: pick(epochs), isResolution: chance(10), isCreation: chance(20), writes: writes(), keeps: keeps)
    }

    mutating func unknownFields() -> [Changeset.UnknownField] {
        guard chance(20) else { return [] }
        // Field 21 as a varint, twice; field 300 as bytes; something that is no field at all.
        return [
            .init(number: 21, bytes: [0xA8, 0x01, 0x05, 0xA8, 0x01, 0x07]),
            .init(number: 300, bytes: [0xE2, 0x12, 0x02, 0x68, 0x69]),
        ] + (chance(30) ? [.init(number: 7, bytes: [1, 2, 3])] : [])
    }

    /// A changeset that does nothing but create a record, and its change.
    mutating func creation() -> (Changeset, Change) {
        let replicas = replicas(2)
        let epochs = [EpochID(bits: bits())]
        var change = change(replicas, epochs: epochs)
        change.isCreation = true
        change.context = .empty
        if chance(30), !change.writes.contains(where: { $0.path >= Record.observedAt }) {
            let observed = Timestamp(milliseconds: time(), offsetMinutes: 480)
            change.writes.append(Write(path: Record.observedAt, value: .timestamp(observed)))
        }
        var changeset = changeset(Dot(replica: replicas[0], counter: counter()), replicas, epochs: epochs)
        changeset.changes = [change]
        changeset.origin = nil
        return (changeset, change)
    }

    /// The row of a record that nothing has touched since it was created.
    mutating func creationRow() -> [UInt8] {
        let changeset = creation().0
        return changeset.row(stamp(of: changeset))
    }

    /// What a hub may know of a creation.
    mutating func stamp(of creation: Changeset) -> Stamp {
        Stamp(
            dot: creation.dot, author: creation.author, device: DeviceID("d"), deviceTime: creation.deviceTime,
            effectiveTime: chance(70) ? creation.deviceTime / 2 : time(),
            observedTime: creation.onlyCreation?.observedTime, clockOffset: chance(50) ? 70 : 0)
    }

    mutating func changeset(_ dot: Dot, _ replicas: [ReplicaID], epochs: [EpochID]) -> Changeset {
        Changeset(
            dot: dot, author: WorkerID(pick(["w1", "w-青山"])), deviceTime: time(),
            offsetMinutes: pick([480, 480, -720]),
            catalogueVersion: pick(["2026-01", "2026-02"]), salt: bytes(16),
            changes: (0..<below(4)).map { _ in change(replicas, epochs: epochs) },
            origin: chance(10)
                ? Changeset.Origin(
                    dot: Dot(replica: replicas[1], counter: counter()), onBehalfOf: chance(50) ? WorkerID("w9") : nil,
                    effectiveTime: chance(50) ? time() : nil) : nil,
            unknownFields: unknownFields())
    }
}

extension Seeded {
    mutating func receipt() -> Receipt {
        Receipt(
            epoch: EpochID(bits: bits()), effectiveTime: time(), verdict: pick(Verdict.Kind.allCases), mac: bytes(32))
    }

    mutating func verdict() -> Verdict {
        let kind = pick(Verdict.Kind.allCases)
        return Verdict(
            kind, reason: kind == .quarantined ? pick(Reason.allCases) : nil, detail: text(),
            conflicts: kind == .conflict ? ["b:level", "a:level"] : [])
    }

    mutating func hello(_ replica: ReplicaID) -> Hello {
        let head = chance(20) ? 0 : counter()
        let acknowledged = chance(20) ? 0 : counter()
        return Hello(
            device: DeviceID("d-17"), replica: replica, head: head, headChain: bytes(head == 0 ? 16 : 32),
            acknowledged: acknowledged, acknowledgedChain: bytes(acknowledged == 0 ? 16 : 32),
            epoch: chance(80) ? EpochID(bits: bits()) : nil, catalogueVersion: "2026-02", manifestVersion: "m1",
            deviceTime: time(), unsent: UInt64(below(100)), software: "test 1.0")
    }

    mutating func syncRequest(changesets count: Int) -> SyncRequest {
        let all = replicas(4)
        let epochs = (0..<2).map { _ in EpochID(bits: bits()) }
        var next: UInt64 = UInt64(below(1_000) + 1)
        var pushed: [PushedChangeset] = []
        for _ in 0..<count {
            if chance(3) { next += UInt64(below(5)) }
            let dot = Dot(replica: chance(3) ? all[2] : all[0], counter: next)
            var entry = PushedChangeset(changeset: changeset(dot, all, epochs: epochs))
            if chance(10) { entry.receipt = receipt() }
            if chance(5) {
                entry.changeset.changes = []
                entry.withheldHash = bytes(32)
            }
            pushed.append(entry)
            next += 1
        }
        return SyncRequest(
            hello: hello(all[0]), changesets: pushed,
            pull: chance(60) ? PullRequest(cursor: bytes(below(60)), limit: 500) : nil)
    }
}

extension Changeset {
    /// As the row of the record that it creates.
    func row(_ stamp: Stamp) -> [UInt8] {
        let body = canonicalBytes
        return RecordRowCodec().start(ofCreation: body.count, stamp: stamp) + body
    }
}
