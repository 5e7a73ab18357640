import GridCausality
package import GridRecords

/// Records as the protobuf message `RecordRow`: what stores keep, and what the feed carries as it lies.
package struct RecordRowCodec: CreationCoding {
    package init() {}

    package func encode(_ record: Record) -> [UInt8] { RecordRowWriter.bytes(of: record) }

    package func start(ofCreation count: Int, stamp: Stamp) -> [UInt8] { CreationRow.start(of: count, stamp: stamp) }

    /// The same record, never as its creation: what people read.
    func inColumns(_ bytes: [UInt8]) throws -> [UInt8] {
        try RecordRowColumns(bytes).creation.isEmpty ? bytes : encode(try decode(bytes))
    }

    package func decode(_ bytes: [UInt8]) throws(RecordCodingError) -> Record {
        do {
            let row = try RecordRowColumns(bytes)
            return row.creation.isEmpty ? try RecordRowReader.record(of: row) : try CreationRow.record(of: row)
        } catch { throw RecordCodingError(error.detail) }
    }
}

/// Lays a record out in tables and columns.
private struct RecordRowWriter {
    private var row = RecordRowColumns()
    private var replicas = Interner<ReplicaID>()
    private var authors = Interner<Text>()
    private var devices = Interner<Text>()
    private var lastDeviceTime: Int64 = 0

    static func bytes(of record: Record) -> [UInt8] {
        var writer = RecordRowWriter()
        writer.row.id = record.id.bytes[...]
        writer.row.kind = record.kind
        for entry in record.context.entries {
            writer.row.contextReplicas.append(writer.replicas.index(of: entry.replica))
            writer.row.contextCounters.append(entry.counter)
        }
        writer.append(dotsOf: record)
        writer.append(unmetOf: record)
        writer.append(basesOf: record)
        writer.row.replicas = writer.replicas.all.flatMap(\.bytes)[...]
        writer.row.authors = writer.authors.all.map(\.string)
        writer.row.devices = writer.devices.all.map(\.string)
        return writer.row.bytes
    }

    private mutating func append(dotsOf record: Record) {
        var dots = Interner<Dot>()
        for stamp in record.stamps {
            if dots.index(of: stamp.dot) == row.dotAuthors.count { append(stamp) }
        }
        if row.clockOffsets.allSatisfy({ $0 == 0 }) { row.clockOffsets = [] }
        append(registersOf: record, dots: &dots)
        for dot in dots.all {
            row.dotReplicas.append(replicas.index(of: dot.replica))
            row.dotCounters.append(dot.counter)
        }
        row.unstampedDots = (UInt32(row.dotAuthors.count)..<UInt32(dots.all.count)).map { $0 }
    }

    private mutating func append(_ stamp: Stamp) {
        row.dotAuthors.append(authors.index(of: Text(stamp.author.text)))
        row.dotDevices.append(devices.index(of: Text(stamp.device.text)))
        row.deviceTimes.append(stamp.deviceTime &- lastDeviceTime)
        lastDeviceTime = stamp.deviceTime
        row.effectiveTimes.append(stamp.effectiveTime &- stamp.deviceTime)
        row.clockOffsets.append(stamp.clockOffset)
        if let observed = stamp.observedTime {
            row.observedDots.append(UInt32(row.dotAuthors.count - 1))
            row.observedTimes.append(observed)
        }
    }

    private mutating func append(registersOf record: Record, dots: inout Interner<Dot>) {
        let count = record.registers.count
        var values = CanonicalWriter(capacity: 32 * count)
        var froms = CanonicalWriter()
        row.paths.reserveCapacity(count)
        row.siblingCounts.reserveCapacity(count)
        row.siblingDots.reserveCapacity(count)
        for index in record.registers.indices {
            row.paths.append(record.registers[index].path.text)
            row.siblingCounts.append(UInt32(record.registers[index].siblings.count))
            for sibling in record.registers[index].siblings.all {
                if let from = sibling.value.from {
                    row.fromSiblings.append(UInt32(row.siblingDots.count))
                    froms.append(from)
                }
                row.siblingDots.append(dots.index(of: sibling.dot))
                values.append(sibling.value.value)
            }
        }
        if row.siblingCounts.allSatisfy({ $0 == 1 }) { row.siblingCounts = [] }
        row.values = values.bytes[...]
        row.froms = froms.bytes[...]
    }

    private mutating func append(unmetOf record: Record) {
        for cover in record.unmet {
            row.unmetPaths.append(cover.path.text)
            row.unmetSizes.append(UInt32(cover.vector.entries.count))
            for entry in cover.vector.entries {
                row.unmetReplicas.append(replicas.index(of: entry.replica))
                row.unmetCounters.append(entry.counter)
            }
            row.unmetKeptSizes.append(UInt32(cover.kept.count))
            for dot in cover.kept {
                row.unmetKeptReplicas.append(replicas.index(of: dot.replica))
                row.unmetKeptCounters.append(dot.counter)
            }
        }
        if row.unmetKeptReplicas.isEmpty { row.unmetKeptSizes = [] }
    }

    private mutating func append(basesOf record: Record) {
        guard !record.bases.isEmpty else { return }
        var values = CanonicalWriter()
        for base in record.bases {
            row.basePaths.append(base.path.text)
            values.append(base.value)
        }
        row.bases = values.bytes[...]
    }
}
