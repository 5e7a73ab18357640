import GridCausality
import GridRecords
import GridSync

@testable import GridHub

/// What the devices of one office wrote, each from what it had pulled by then; made up from a seed.
struct Story {
    /// One changeset with the time that counts for it and the bytes that a hub computes once.
    struct Told {
        let changeset: Changeset
        let device: Int
        let role: Role
        let body: [UInt8]
        let hash: [UInt8]

        var dot: Dot { changeset.dot }
    }

    /// In the order in which a hub would have got them, had they been sent at once.
    var told: [Told] = []

    /// For each changeset those that have to come before it: its replica's last one and, where causality counts, what
    /// its author had seen of the records it touches.
    func predecessors(causal: Bool) -> [[Int]] {
        let places = Dictionary(uniqueKeysWithValues: told.enumerated().map { ($1.dot, $0) })
        return told.map { item in
            var dots: Set<Dot> = []
            if item.dot.counter > 1 { dots.insert(Dot(replica: item.dot.replica, counter: item.dot.counter - 1)) }
            if causal {
                for entry in item.changeset.changes.flatMap(\.context.entries) {
                    dots.insert(Dot(replica: entry.replica, counter: entry.counter))
                }
            }
            return dots.compactMap { places[$0] }.sorted()
        }
    }

    /// One order among all those allowed.
    func randomOrder(by seed: Seed, causal: Bool, after start: [Int] = []) -> [Int] {
        let predecessors = predecessors(causal: causal)
        var order = start
        var placed = Set(start)
        var waiting = told.indices.filter { !placed.contains($0) }
        while !waiting.isEmpty {
            let ready = waiting.indices.filter { predecessors[waiting[$0]].allSatisfy(placed.contains) }
            let next = waiting.remove(at: ready[seed.number(below: ready.count)])
            placed.insert(next)
            order.append(next)
        }
        return order
    }

    /// The records as the changesets make them in this order, by the law alone; exactly what a hub that lost
    /// everything and gets it back with receipts applies.
    func records(in order: [Int], boxes: StoryBoxes) -> [RecordID: Record] {
        var records: [RecordID: Record] = [:]
        var heads = VersionVector.empty
        for index in order {
            let changeset = told[index].changeset
            let stamp = Stamp(
                dot: changeset.dot, author: changeset.author, device: DeviceID("d\(told[index].device)"),
                deviceTime: changeset.deviceTime, effectiveTime: changeset.deviceTime)
            for change in changeset.changes.map(boxes.opened) {
                let (_, lost) = ContextCut.cut(change.context) { heads[$0] }
                records[change.record, default: Record(id: change.record, kind: change.kind)].apply(
                    change, stamp: stamp.observing(change), unmet: lost.without(changeset.dot.replica), isProven: true)
            }
            heads.include(changeset.dot)
        }
        return records
    }
}

extension Seed {
    func number(below bound: Int) -> Int { Int(next() % UInt64(bound)) }
    func chance(_ parts: Int, of whole: Int) -> Bool { number(below: whole) < parts }
    func one<Element>(of elements: [Element]) -> Element { elements[number(below: elements.count)] }
}
