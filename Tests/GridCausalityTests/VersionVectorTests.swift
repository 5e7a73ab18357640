import GridCausality
import Testing

@Suite("Version vectors")
struct VersionVectorTests {
    private let opposite: [CausalOrder: CausalOrder] = [
        .before: .after, .after: .before, .equal: .equal, .concurrent: .concurrent,
    ]

    @Test("comparing is a partial order", arguments: UInt64(0)..<40)
    func partialOrder(seed: UInt64) {
        var random = Seeded(seed: seed)
        for _ in 0..<50 {
            let (a, b, c) = (random.vector(), random.vector(), random.vector())
            #expect(a.compare(a) == .equal)
            #expect((a.compare(b) == .equal) == (a == b))
            #expect(b.compare(a) == opposite[a.compare(b)])
            if b.covers(a), c.covers(b) { #expect(c.covers(a)) }
            #expect(a.covers(b) == b.entries.allSatisfy { a[$0.replica] >= $0.counter })
        }
    }

    @Test("merging is the least upper bound", arguments: UInt64(0)..<40)
    func lattice(seed: UInt64) {
        var random = Seeded(seed: seed)
        for _ in 0..<50 {
            let (a, b, c) = (random.vector(), random.vector(), random.vector())
            #expect(a.merged(a) == a)
            #expect(a.merged(b) == b.merged(a))
            #expect(a.merged(b).merged(c) == a.merged(b.merged(c)))
            #expect(a.merged(b).covers(a) && a.merged(b).covers(b))
            if c.covers(a), c.covers(b) { #expect(c.covers(a.merged(b))) }
            #expect(a.intersection(a.merged(b)) == a)
            #expect(a.merged(a.intersection(b)) == a)
            var grown = a
            for entry in b.entries(beyond: a) { grown.include(Dot(replica: entry.replica, counter: entry.counter)) }
            #expect(grown == a.merged(b))
        }
    }

    @Test("what no other dominates stays, each once", arguments: UInt64(0)..<40)
    func maximal(seed: UInt64) {
        var random = Seeded(seed: seed)
        let versions = (0..<12).map { _ in random.vector(replicas: 3) }
        let kept = VersionVector.maximal(versions)
        #expect(Set(kept).count == kept.count)
        for version in versions {
            let isDominated = versions.contains { $0.compare(version) == .after }
            #expect(kept.contains(version) == !isDominated)
        }
    }

    @Test("a vector with one replica more is after, not concurrent")
    func newReplica() {
        #expect(VersionVector.of([1: 1]).compare(.of([1: 1, 2: 1])) == .before)
        #expect(VersionVector.of([1: 1, 2: 1]).compare(.of([2: 1])) == .after)
        #expect(VersionVector.empty.compare(.of([1: 1])) == .before)
        #expect(VersionVector.of([1: 1]).compare(.of([2: 1])) == .concurrent)
    }

    @Test("an entry of 0 is an absent one, and the greatest counter is a counter")
    func bounds() {
        #expect(VersionVector.of([1: 0]) == .empty)
        #expect(VersionVector.of([1: .max]).covers(.at(1, .max)))
        #expect(!VersionVector.of([1: .max]).covers(.at(1, 0)))
        #expect(VersionVector(sorted: [.init(replica: .numbered(1), counter: 0)]) == nil)
        #expect(
            VersionVector(sorted: [
                .init(replica: .numbered(2), counter: 1), .init(replica: .numbered(1), counter: 1),
            ]) == nil)
    }
}
