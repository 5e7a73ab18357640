import GridCausality
import Testing

@Suite("Siblings")
struct SiblingsTests {
    @Test("a value covered goes, unless it is kept")
    func keeping() {
        var siblings = Siblings<String>()
        for counter in UInt64(1)...3 { siblings.insert("v\(counter)", at: .at(1, counter)) }
        siblings.cover(by: VersionVector.of([1: 2]).covers, keeping: [.at(1, 1)])
        #expect(siblings.dots == [.at(1, 1), .at(1, 3)])
    }

    @Test("a dot brings its value once and in order")
    func inserting() {
        let siblings = Siblings([
            .init(dot: .at(2, 1), value: "b"), .init(dot: .at(1, 1), value: "a"), .init(dot: .at(2, 1), value: "other"),
        ])
        #expect(siblings.dots == [.at(1, 1), .at(2, 1)])
        #expect(siblings.value(at: .at(2, 1)) == "b")
    }

    @Test("replacing is covering and then bringing in, whatever stays and whatever goes", arguments: UInt64(1)...200)
    func replacing(seed: UInt64) {
        var random = Seeded(seed: seed)
        var siblings = Siblings<String>()
        for counter in UInt64(1)...6 where Bool.random(using: &random) {
            siblings.insert("v\(counter)", at: .at(Int.random(in: 1...3, using: &random), counter))
        }
        let new = Dot.at(Int.random(in: 1...3, using: &random), 7)
        let seen = VersionVector.of([1, 2, 3].reduce(into: [:]) { $0[$1] = UInt64.random(in: 0...6, using: &random) })
        let kept = siblings.dots.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }

        var (expected, gone) = (siblings, [Dot]())
        expected.cover(by: seen.covers, keeping: kept) { gone.append($0) }
        expected.insert("new", at: new)
        var told: [Dot] = []
        siblings.replace(coveredBy: seen.covers, keeping: kept, with: "new", at: new) { told.append($0) }

        #expect(siblings == expected)
        #expect(told == gone)
    }

    @Test("many siblings come out in order, of a dot named twice the first")
    func many() {
        let counters = (1...40).map { UInt64($0 * 7 % 41) }
        let all = counters.map { Siblings<String>.Sibling(dot: .at(1, $0), value: "first") }
        let again = counters.map { Siblings<String>.Sibling(dot: .at(1, $0), value: "second") }
        let siblings = Siblings(all + again)
        #expect(siblings.dots == (1...40).map { .at(1, $0) })
        #expect(siblings.all.allSatisfy { $0.value == "first" })
    }
}
