import GridCausality
import GridRecords

/// Reads a row back into a record; refuses indices, counts and values that do not fit together.
struct RecordRowReader {
    private let row: RecordRowColumns
    private let replicas: Table<ReplicaID>

    static func record(of row: RecordRowColumns) throws(WireError) -> Record {
        let reader = try RecordRowReader(row)
        let (dots, stamps) = try reader.dots()
        return Record(
            id: RecordID(bits: try row.id.identity("a record")), kind: try row.kind.code("a kind"),
            context: try reader.context(), registers: try reader.registers(dots: dots), stamps: stamps,
            unmet: try reader.unmet(), bases: try reader.bases())
    }

    private init(_ row: RecordRowColumns) throws(WireError) {
        self.row = row
        let all = try Table("replicas", joined: row.replicas).all.map { ReplicaID(bits: $0) }
        replicas = Table(name: "replicas", all: all)
    }

    private func context() throws(WireError) -> VersionVector {
        var indices = Column("replicas of the context", row.contextReplicas)
        var counters = Column("counters of the context", row.contextCounters)
        let result = try vector(UInt32(clamping: row.contextReplicas.count), &indices, &counters)
        try counters.finish()
        return result
    }

    private func vector(
        _ size: UInt32, _ indices: inout Column<UInt32>, _ counters: inout Column<UInt64>
    ) throws(WireError) -> VersionVector {
        try indices.require(size)
        var entries: [VersionVector.Entry] = []
        entries.reserveCapacity(Int(size))
        for _ in 0..<size {
            entries.append(.init(replica: try replicas.at(try indices.next()), counter: try counters.next().counter()))
        }
        let vector = VersionVector(sorted: entries) ?? VersionVector(entries)
        guard vector.entries.count == entries.count else {
            throw .malformed("each replica once in a vector, counters from 1")
        }
        return vector
    }

    private func dots() throws(WireError) -> (Table<Dot>, [Stamp]) {
        var counters = Column("counters of dots", row.dotCounters)
        var dots: [Dot] = []
        dots.reserveCapacity(row.dotReplicas.count)
        for index in row.dotReplicas {
            dots.append(Dot(replica: try replicas.at(index), counter: try counters.next().counter()))
        }
        try counters.finish()
        guard dots.count < 2 || Set(dots).count == dots.count else { throw .malformed("each dot once") }
        return (Table(name: "dots", all: dots), try stamps(dots))
    }

    private func stamps(_ dots: [Dot]) throws(WireError) -> [Stamp] {
        let authors = try Table(codes: "authors", row.authors)
        let devices = try Table(codes: "devices", row.devices)
        let unstamped = Set(row.unstampedDots)
        guard unstamped.allSatisfy({ Int($0) < dots.count }) else { throw .malformed("an index into dots") }
        let count = dots.count - unstamped.count
        var dotAuthors = Column("authors of dots", row.dotAuthors)
        var dotDevices = Column("devices of dots", row.dotDevices)
        var deviceTimes = Column("device times", row.deviceTimes)
        var effectiveTimes = Column("effective times", row.effectiveTimes)
        var clockOffsets = Column("clock offsets", row.clockOffsets, count: count, default: 0)
        let observed = try observedTimes(below: dots.count)
        var time: Int64 = 0
        var stamps: [Stamp] = []
        stamps.reserveCapacity(count)
        for (index, dot) in dots.enumerated() where !unstamped.contains(UInt32(index)) {
            time = try (time &+ (try deviceTimes.next())).time("a stamp")
            stamps.append(
                Stamp(
                    dot: dot, author: WorkerID(try authors.at(try dotAuthors.next())),
                    device: DeviceID(try devices.at(try dotDevices.next())), deviceTime: time,
                    effectiveTime: try (time &+ (try effectiveTimes.next())).time("a stamp"),
                    observedTime: observed[UInt32(index)],
                    clockOffset: try clockOffsets.next()))
        }
        try dotAuthors.finish()
        try dotDevices.finish()
        try deviceTimes.finish()
        try effectiveTimes.finish()
        try clockOffsets.finish()
        return stamps
    }

    private func observedTimes(below count: Int) throws(WireError) -> [UInt32: Int64] {
        var times = Column("observation times", row.observedTimes)
        var result: [UInt32: Int64] = [:]
        for dot in row.observedDots {
            guard Int(dot) < count, result.updateValue(try times.next().time("a stamp"), forKey: dot) == nil else {
                throw .malformed("one observation time for a dot")
            }
        }
        try times.finish()
        return result
    }

    private func registers(dots: Table<Dot>) throws(WireError) -> [Register] {
        var counts = Column("counts of siblings", row.siblingCounts, count: row.paths.count, default: 1)
        var siblingDots = Column("dots of siblings", row.siblingDots)
        var values = ValueColumn("values", row.values)
        let froms = try SparseValues(
            "values seen", numbers: row.fromSiblings, values: row.froms, below: row.siblingDots.count)
        var number = 0
        var registers: [Register] = []
        registers.reserveCapacity(row.paths.count)
        for text in row.paths {
            guard let path = Path(text) else { throw .malformed("a path") }
            let count = try counts.next()
            guard count > 0 else { throw .malformed("a sibling at each path") }
            try siblingDots.require(count)
            if count == 1 {
                let value = RecordedValue(value: try values.next(), from: froms[number])
                registers.append(
                    Register(path: path, siblings: Siblings(value, at: try dots.at(try siblingDots.next()))))
                number += 1
                continue
            }
            var siblings: [Siblings<RecordedValue>.Sibling] = []
            for _ in 0..<count {
                let value = RecordedValue(value: try values.next(), from: froms[number])
                siblings.append(.init(dot: try dots.at(try siblingDots.next()), value: value))
                number += 1
            }
            let register = Register(path: path, siblings: Siblings(siblings))
            guard register.siblings.count == siblings.count else { throw .malformed("each dot once at a path") }
            registers.append(register)
        }
        try counts.finish()
        try siblingDots.finish()
        try values.finish()
        // Rows that we wrote are sorted; only others need a look at every pair.
        let isSorted = registers.indices.dropFirst().allSatisfy { registers[$0 - 1].path < registers[$0].path }
        guard isSorted || Set(registers.map(\.path)).count == registers.count else {
            throw .malformed("each path once")
        }
        return registers
    }

    private func unmet() throws(WireError) -> [UnmetCover] {
        var sizes = Column("sizes of covers", row.unmetSizes)
        var indices = Column("replicas of covers", row.unmetReplicas)
        var counters = Column("counters of covers", row.unmetCounters)
        var kept = try keptDots()
        var covers: [UnmetCover] = []
        for text in row.unmetPaths {
            guard let path = Path(text) else { throw .malformed("a path") }
            let vector = try vector(try sizes.next(), &indices, &counters)
            covers.append(UnmetCover(path: path, vector: vector, kept: kept.isEmpty ? [] : kept.removeFirst()))
        }
        try sizes.finish()
        try indices.finish()
        try counters.finish()
        return covers
    }

    /// For each cover the dots that are to stay; empty when there are none at all.
    private func keptDots() throws(WireError) -> [[Dot]] {
        guard row.unmetKeptSizes.isEmpty || row.unmetKeptSizes.count == row.unmetPaths.count else {
            throw .malformed("as many sizes of kept dots as covers, or none")
        }
        var indices = Column("replicas of kept dots", row.unmetKeptReplicas)
        var counters = Column("counters of kept dots", row.unmetKeptCounters)
        var kept: [[Dot]] = []
        for size in row.unmetKeptSizes {
            try indices.require(size)
            var dots: [Dot] = []
            for _ in 0..<size {
                dots.append(Dot(replica: try replicas.at(try indices.next()), counter: try counters.next().counter()))
            }
            kept.append(dots)
        }
        try indices.finish()
        try counters.finish()
        return kept
    }

    private func bases() throws(WireError) -> [Base] {
        var values = ValueColumn("bases", row.bases)
        var bases: [Base] = []
        for text in row.basePaths {
            guard let path = Path(text) else { throw .malformed("a path") }
            bases.append(Base(path: path, value: try values.next()))
        }
        try values.finish()
        return bases
    }
}
