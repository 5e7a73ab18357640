import GridCausality
import Testing

@Suite("Contexts with gaps")
struct DottedContextTests {
    @Test("equal sets of dots are equal values, in whatever order they came", arguments: UInt64(0)..<40)
    func canonical(seed: UInt64) {
        var random = Seeded(seed: seed)
        let dots = (0..<40).map { _ in Dot.at(1 + random.number(below: 3), UInt64(1 + random.number(below: 20))) }
        let whole = DottedContext(dots: dots)
        var grown = DottedContext.empty
        for dot in dots.shuffled(using: &random) { grown.include(dot) }
        #expect(grown == whole)
        for replica in 1...3 {
            let counters = dots.filter { $0.replica == .numbered(replica) }.map(\.counter)
            #expect(whole.highest(of: .numbered(replica)) == counters.max() ?? 0)
            for counter in UInt64(1)...20 {
                #expect(whole.covers(.at(replica, counter)) == counters.contains(counter))
            }
        }
        for dot in whole.loose { #expect(!whole.covers(.at(0, 1)) && whole.vector[dot.replica] + 1 < dot.counter) }
    }

    @Test("merging is union: commutative, associative, idempotent", arguments: UInt64(0)..<40)
    func lattice(seed: UInt64) {
        var random = Seeded(seed: seed)
        for _ in 0..<50 {
            let (a, b, c) = (random.context(), random.context(), random.context())
            #expect(a.merged(a) == a)
            #expect(a.merged(b) == b.merged(a))
            #expect(a.merged(b).merged(c) == a.merged(b.merged(c)))
            #expect(a.merged(b).covers(a) && a.merged(b).covers(b))
            for replica in 1...3 {
                for counter in UInt64(1)...7 {
                    let dot = Dot.at(replica, counter)
                    #expect(a.merged(b).covers(dot) == (a.covers(dot) || b.covers(dot)))
                }
            }
        }
    }

    @Test("a dot that closes the gap takes the loose ones behind it into the vector")
    func compaction() {
        var context = DottedContext(dots: [.at(1, 2), .at(1, 3), .at(2, 5)])
        #expect(context.loose == [.at(1, 2), .at(1, 3), .at(2, 5)])
        context.include(.at(1, 1))
        #expect(context.vector == .of([1: 3]))
        #expect(context.loose == [.at(2, 5)])
        context.include(.at(1, .max))
        context.merge(DottedContext(vector: .of([1: .max, 2: 4])))
        #expect(context == DottedContext(vector: .of([1: .max, 2: 5])))
    }
}
