import GridCausality
import GridRecords

/// Lays a record out as the message `RecordRow`, straight into its bytes: what columns refer to is numbered first, then each
/// column is a walk over the record.
///
/// The bytes are those that the generated message would write: in the order of the field numbers, packed, without what
/// is empty.
struct RecordRowWriter {
    private let record: Record
    private let tables: RecordRowTables
    private var writer: ProtobufWriter

    static func bytes(of record: Record) -> [UInt8] {
        let tables = RecordRowTables(record)
        var writer = RecordRowWriter(record, tables)
        writer.appendTables()
        writer.appendContext()
        writer.appendDots()
        writer.appendRegisters()
        writer.appendCovers()
        writer.appendBases()
        writer.appendKeptDots()
        return writer.writer.bytes
    }

    private init(_ record: Record, _ tables: RecordRowTables) {
        self.record = record
        self.tables = tables
        writer = ProtobufWriter(
            capacity: 256 + tables.values.bytes.count + tables.froms.bytes.count + 24 * record.registers.count)
    }

    private mutating func appendTables() {
        writer.append(1, identities: CollectionOfOne(record.id.bits))
        writer.append(2, text: record.kind)
        writer.append(3, identities: tables.replicas.all.lazy.map(\.bits))
        for author in tables.authors.all { writer.append(4, texts: CollectionOfOne(author.string)) }
        for device in tables.devices.all { writer.append(5, texts: CollectionOfOne(device.string)) }
    }

    private mutating func appendContext() {
        writer.packed(6) { column in
            for entry in record.context.entries { column.varint(tables.number(of: entry.replica)) }
        }
        writer.packed(7) { column in
            for entry in record.context.entries { column.varint(entry.counter) }
        }
    }

    /// The dots that have stamps come first, in the order of these.
    private mutating func appendDots() {
        let (stamps, dots) = (tables.stamps, tables.dots.all)
        writer.packed(8) { column in
            for dot in dots { column.varint(tables.number(of: dot.replica)) }
        }
        writer.packed(9) { column in
            for dot in dots { column.varint(dot.counter) }
        }
        writer.packed(10) { column in
            for author in tables.stampAuthors { column.varint(UInt64(author)) }
        }
        writer.packed(11) { column in
            for device in tables.stampDevices { column.varint(UInt64(device)) }
        }
        writer.packed(12) { column in
            var last: Int64 = 0
            for stamp in stamps {
                column.zigzag(stamp.deviceTime &- last)
                last = stamp.deviceTime
            }
        }
        writer.packed(13) { column in
            for stamp in stamps { column.zigzag(stamp.effectiveTime &- stamp.deviceTime) }
        }
        if stamps.contains(where: { $0.clockOffset != 0 }) {
            writer.packed(14) { column in
                for stamp in stamps { column.zigzag(stamp.clockOffset) }
            }
        }
        writer.packed(15) { column in
            for (number, stamp) in stamps.enumerated() where stamp.observedTime != nil { column.varint(UInt64(number)) }
        }
        writer.packed(16) { column in
            for stamp in stamps { if let time = stamp.observedTime { column.zigzag(time) } }
        }
        writer.packed(17) { column in
            for number in stamps.count..<dots.count { column.varint(UInt64(number)) }
        }
    }

    private mutating func appendRegisters() {
        for index in record.registers.indices {
            writer.append(18, texts: CollectionOfOne(record.registers[index].path.text))
        }
        if tables.siblingDots.count != record.registers.count {
            writer.packed(19) { column in
                for index in record.registers.indices { column.varint(UInt64(record.registers[index].siblings.count)) }
            }
        }
        writer.packed(20) { column in
            for dot in tables.siblingDots { column.varint(UInt64(dot)) }
        }
        writer.append(21, tables.values.bytes)
        writer.packed(22) { column in
            for sibling in tables.fromSiblings { column.varint(UInt64(sibling)) }
        }
        writer.append(23, tables.froms.bytes)
    }

    private mutating func appendCovers() {
        let covers = record.unmet
        guard !covers.isEmpty else { return }
        for cover in covers { writer.append(24, texts: CollectionOfOne(cover.path.text)) }
        writer.packed(25) { column in
            for cover in covers { column.varint(UInt64(cover.vector.entries.count)) }
        }
        writer.packed(26) { column in
            for cover in covers {
                for entry in cover.vector.entries { column.varint(tables.number(of: entry.replica)) }
            }
        }
        writer.packed(27) { column in
            for cover in covers { for entry in cover.vector.entries { column.varint(entry.counter) } }
        }
    }

    private mutating func appendBases() {
        guard !record.bases.isEmpty else { return }
        var values = CanonicalWriter()
        for base in record.bases {
            writer.append(28, texts: CollectionOfOne(base.path.text))
            values.append(base.value)
        }
        writer.append(29, values.bytes)
    }

    private mutating func appendKeptDots() {
        let covers = record.unmet
        guard covers.contains(where: { !$0.kept.isEmpty }) else { return }
        writer.packed(30) { column in
            for cover in covers { column.varint(UInt64(cover.kept.count)) }
        }
        writer.packed(31) { column in
            for cover in covers { for dot in cover.kept { column.varint(tables.number(of: dot.replica)) } }
        }
        writer.packed(32) { column in
            for cover in covers { for dot in cover.kept { column.varint(dot.counter) } }
        }
    }
}

/// What the columns of a row refer to by numbers, each thing once, in the order in which the columns meet it; and the values,
/// which are met on the same walk.
private struct RecordRowTables {
    private(set) var replicas = Interner<ReplicaID>()
    private(set) var authors = Interner<Text>()
    private(set) var devices = Interner<Text>()
    private(set) var dots = Interner<Dot>()
    /// One for each dot: copies that were joined may have two.
    private(set) var stamps: [Stamp]
    /// For each stamp.
    private(set) var stampAuthors: [UInt32] = []
    private(set) var stampDevices: [UInt32] = []
    /// For each sibling, register by register.
    private(set) var siblingDots: [UInt32] = []
    private(set) var values: CanonicalWriter
    /// The siblings whose authors said what they saw, and what they saw.
    private(set) var fromSiblings: [UInt32] = []
    private(set) var froms = CanonicalWriter()

    init(_ record: Record) {
        values = CanonicalWriter(capacity: 32 * record.registers.count)
        stamps = record.stamps
        let isEachOnce = stamps.indices.dropFirst().allSatisfy { stamps[$0 - 1].dot < stamps[$0].dot }
        if !isEachOnce {
            var seen: Set<Dot> = []
            stamps = stamps.filter { seen.insert($0.dot).inserted }
        }
        for entry in record.context.entries { _ = replicas.index(of: entry.replica) }
        takeStamps()
        takeSiblings(of: record)
        for dot in dots.all { _ = replicas.index(of: dot.replica) }
        for cover in record.unmet {
            for entry in cover.vector.entries { _ = replicas.index(of: entry.replica) }
            for dot in cover.kept { _ = replicas.index(of: dot.replica) }
        }
    }

    /// The number of a replica that is in the table.
    func number(of replica: ReplicaID) -> UInt64 { UInt64(replicas.known(replica) ?? 0) }

    private mutating func takeStamps() {
        stampAuthors.reserveCapacity(stamps.count)
        stampDevices.reserveCapacity(stamps.count)
        for stamp in stamps {
            _ = dots.index(of: stamp.dot)
            stampAuthors.append(authors.index(of: Text(stamp.author.text)))
            stampDevices.append(devices.index(of: Text(stamp.device.text)))
        }
    }

    private mutating func takeSiblings(of record: Record) {
        siblingDots.reserveCapacity(record.registers.count + 4)
        for index in record.registers.indices {
            for sibling in record.registers[index].siblings.all {
                if let from = sibling.value.from {
                    fromSiblings.append(UInt32(siblingDots.count))
                    froms.append(from)
                }
                siblingDots.append(dots.index(of: sibling.dot))
                values.append(sibling.value.value)
            }
        }
    }
}
