import Foundation
import GridCausality
import GridRecords
import GridWire
import Testing

@testable import GridHub

/// SPEC, "Order of arrival": with the same effective times, every order that respects each replica's own gives the
/// same records, open conflicts and reports.
///
/// What comes for the first time comes after what its author had seen, for he had it from the hub. What comes again to
/// a hub that lost it comes in any order. The law alone is tried with twenty orders of fifty stories. Going through the
/// whole hub takes ten milliseconds a changeset, so that a few stories do; `GRIDSYNC_ORDERS=20` takes fifty of them in
/// twenty orders each.
@Suite("The order of arrival")
struct OrderTests {
    private static let wanted = ProcessInfo.processInfo.environment["GRIDSYNC_ORDERS"].flatMap(Int.init)
    private static let orders = wanted ?? 1
    private static let seeds = 0..<(wanted == nil ? 4 : 50)

    @Test("twenty orders of many changesets make the same records, views and disputes", arguments: 0..<50)
    func law(seed: Int) async throws {
        let arrival = try await Arrival.shared.value
        let story = arrival.tell(30 + seed % 16, seed: seed)
        let random = Seed(UInt64(seed))
        let first = story.records(in: Array(story.told.indices), boxes: arrival.boxes)
        for number in 0..<20 {
            let order = story.randomOrder(by: random, causal: number.isMultiple(of: 2))
            let records = story.records(in: order, boxes: arrival.boxes)
            let different = first.keys.filter { records[$0] != first[$0] }.sorted()
            try #require(different.isEmpty, "order \(order)")
        }
        // Reading has no order of its own; that it reads equal values alike is tried once.
        let again = story.records(in: story.randomOrder(by: random, causal: false), boxes: arrival.boxes)
        for (id, record) in first {
            let other = try #require(again[id])
            #expect(
                RecordView(record, catalogue: arrival.catalogue).json.text
                    == RecordView(other, catalogue: arrival.catalogue).json.text)
            #expect(record.disputes(arrival.catalogue) == other.disputes(arrival.catalogue))
            #expect(arrival.codec.encode(record) == arrival.codec.encode(other))
        }
    }

    @Test("every order of a handful of changesets leaves the hub the same", arguments: 0..<8)
    func exhaustive(seed: Int) async throws {
        let arrival = try await Arrival.shared.value
        let story = arrival.tell(5 + seed % 2, seed: seed, devices: 3, records: 2)
        let first = try arrival.bring(story, in: Array(story.told.indices))
        try arrival.bringEvery(story, isLost: false) { order, outcome in
            let difference = outcome.difference(from: first)
            try #require(difference == nil, "order \(order)")
        }
    }

    @Test(
        "the base of a dispute, out of what came lately or the writes to its field, is that of the record's whole history",
        arguments: [false, true])
    func bases(isForgetful: Bool) async throws {
        let shared = try await Arrival.shared.value
        let arrival = isForgetful ? shared.forgetful : shared
        var compared = 0
        for seed in 0..<6 {
            let story = arrival.tell(50, seed: 2000 + seed, records: 2)
            _ = try arrival.bring(story, in: Array(story.told.indices)) { store in
                for (kept, whole) in try arrival.bases(in: store) {
                    compared += 1
                    #expect(kept == whole, "seed \(seed)")
                }
            }
        }
        #expect(compared > 100)
    }

    @Test("many orders of many changesets leave the hub the same", arguments: seeds)
    func random(seed: Int) async throws {
        let arrival = try await Arrival.shared.value
        let story = arrival.tell(30 + 7 * seed % 31, seed: 1000 + seed)
        let random = Seed(UInt64(seed))
        let first = try arrival.bring(story, in: Array(story.told.indices))
        for _ in 0..<OrderTests.orders {
            let order = story.randomOrder(by: random, causal: true)
            let difference = try arrival.bring(story, in: order).difference(from: first)
            try #require(difference == nil, "order \(order)")
        }
    }

    @Test("a hub that lost everything gets it back in every order as it was", arguments: 0..<8)
    func lostAll(seed: Int) async throws {
        let arrival = try await Arrival.shared.value
        let story = arrival.tell(4 + seed % 2, seed: seed, devices: 3, records: 2)
        let first = try arrival.bring(story, in: Array(story.told.indices))
        try arrival.bringEvery(story, isLost: true) { order, outcome in
            let difference = outcome.difference(from: first)
            try #require(difference == nil, "order \(order)")
        }
    }

    @Test("a hub that lost a part gets it back in any order as it was", arguments: seeds)
    func lostPart(seed: Int) async throws {
        let arrival = try await Arrival.shared.value
        let story = arrival.tell(30 + 7 * seed % 31, seed: 2000 + seed)
        let random = Seed(UInt64(seed))
        let first = try arrival.bring(story, in: Array(story.told.indices))
        for _ in 0..<OrderTests.orders {
            let kept = random.number(below: story.told.count)
            let held = Array(story.randomOrder(by: random, causal: true).prefix(kept))
            let order = story.randomOrder(by: random, causal: false, after: held)
            let difference = try arrival.bring(story, in: order, lostAfter: kept).difference(from: first)
            try #require(difference == nil, "\(kept) kept of order \(order)")
        }
    }

    @Test("the stories hold what they are to try: every kind and policy, deletions, decisions, kept dots")
    func coverage() async throws {
        let arrival = try await Arrival.shared.value
        var kinds: Set<String> = []
        var policies: Set<PolicyDefinition.Name> = []
        var counts = [0, 0, 0, 0, 0]
        for seed in 0..<40 {
            for change in arrival.tell(30, seed: seed).told.flatMap(\.changeset.changes) {
                kinds.insert(change.kind)
                let paths = change.writes.map(\.path)
                policies.formUnion(
                    paths.compactMap { arrival.catalogue.definition(kind: change.kind, path: $0)?.policy.name })
                counts[0] += change.writes.count { $0.path == .deleted && $0.value == .bool(true) }
                counts[1] += change.writes.count { $0.path == .deleted && $0.value == .bool(false) }
                counts[2] += change.writes.count { $0.path.isElement && $0.value == nil }
                counts[3] += change.isResolution ? 1 : 0
                counts[4] += change.keeps.isEmpty ? 0 : 1
            }
        }
        #expect(kinds == Set(arrival.catalogue.kinds.map(\.id)))
        #expect(policies == Set(PolicyDefinition.Name.allCases))
        #expect(counts.allSatisfy { $0 >= 20 }, "deletions, restorations, removals, resolutions, kept: \(counts)")
    }
}
