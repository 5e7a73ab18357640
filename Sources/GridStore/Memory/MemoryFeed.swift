import GridCausality
import GridRecords

/// The lines of the feed in memory, in both orders: one line for each record and area it is or was in.
struct MemoryFeed {
    private struct AreaPlace: Comparable {
        let area: AreaCode
        let position: UInt64
        let record: RecordID

        static func < (left: AreaPlace, right: AreaPlace) -> Bool {
            if left.area != right.area { return left.area < right.area }
            return left.position != right.position ? left.position < right.position : left.record < right.record
        }
    }

    private struct Place: Comparable {
        let position: UInt64
        let record: RecordID
        let area: AreaCode

        static func < (left: Place, right: Place) -> Bool {
            if left.position != right.position { return left.position < right.position }
            return left.record != right.record ? left.record < right.record : left.area < right.area
        }
    }

    private var byArea = SortedTable<AreaPlace, Placement.State>()
    private var byPosition = SortedTable<Place, Placement.State>()
    private var byRecord: [RecordID: [Placement]] = [:]

    func lines(of record: RecordID) -> [Placement] { byRecord[record] ?? [] }

    mutating func replace(_ record: RecordID, with lines: [Placement]) {
        for line in self.lines(of: record) {
            byArea.set(AreaPlace(area: line.area, position: line.position, record: record), nil)
            byPosition.set(Place(position: line.position, record: record, area: line.area), nil)
        }
        for line in lines {
            byArea.set(AreaPlace(area: line.area, position: line.position, record: record), line.state)
            byPosition.set(Place(position: line.position, record: record, area: line.area), line.state)
        }
        byRecord[record] = lines.isEmpty ? nil : lines
    }

    /// Present in its areas at its position; departed at that position from those it was present in until now.
    mutating func put(_ record: StoredRecord) {
        var lines = record.areas.map {
            Placement(area: $0, position: record.position, record: record.id, state: .present)
        }
        for line in self.lines(of: record.id) where !record.areas.contains(line.area) {
            var line = line
            if line.state == .present {
                line.state = .departed
                line.position = record.position
            }
            lines.append(line)
        }
        replace(record.id, with: lines)
    }

    /// Every line of the record, departed ones too, becomes an erased one at the position.
    mutating func erase(_ record: RecordID, position: UInt64) {
        let lines = self.lines(of: record).map {
            Placement(area: $0.area, position: position, record: record, state: .erased)
        }
        replace(record, with: lines)
    }

    func placements(in area: AreaCode, after position: UInt64, limit: Int) -> [Placement] {
        let highest = RecordID(bits: Bits128(high: .max, low: .max))
        var index = byArea.upperBound(AreaPlace(area: area, position: position, record: highest))
        var result: [Placement] = []
        while index < byArea.count, limit > 0, byArea.keys[index].area == area {
            let key = byArea.keys[index]
            if result.count >= limit, result.last?.position != key.position { break }
            result.append(
                Placement(area: area, position: key.position, record: key.record, state: byArea.values[index]))
            index += 1
        }
        return result
    }

    func placements(in areas: [AreaCode], after position: UInt64, limit: Int) -> [Placement] {
        if let area = areas.first, areas.count == 1 { return placements(in: area, after: position, limit: limit) }
        return placements(after: position, limit: limit, where: Set(areas).contains)
    }

    func placements(
        after position: UInt64, limit: Int, where isMeant: (AreaCode) -> Bool = { _ in true }
    ) -> [Placement] {
        guard position < .max else { return [] }
        let lowest = RecordID(bits: Bits128(high: 0, low: 0))
        var index = byPosition.lowerBound(Place(position: position + 1, record: lowest, area: AreaCode("")))
        var result: [Placement] = []
        while index < byPosition.count, limit > 0 {
            let key = byPosition.keys[index]
            if result.count >= limit, result.last?.position != key.position { break }
            let state = byPosition.values[index]
            index += 1
            guard isMeant(key.area) else { continue }
            result.append(
                Placement(area: key.area, position: key.position, record: key.record, state: state))
        }
        return result
    }
}
