import GridCausality
import Testing

@Suite("Sets in which adding wins")
struct AddWinsSetTests {
    /// The plain definition to compare with: an element is in while one of its additions has no removal that saw it.
    private struct Model {
        var additions: [Int: String] = [:]
        var seen: [Set<Int>]
        var removed: [Set<Int>]

        func elements(_ place: Int) -> [String] {
            Set(additions.filter { seen[place].contains($0.key) && !removed[place].contains($0.key) }.values).sorted()
        }

        mutating func remove(_ element: String, at place: Int) {
            removed[place].formUnion(seen[place].filter { additions[$0] == element })
        }
    }

    @Test("after any history it holds what its additions and the removals that saw them say", arguments: UInt64(0)..<60)
    func model(seed: UInt64) {
        var random = Seeded(seed: seed)
        var sets = (1...3).map { AddWinsSet<String>(replica: .numbered($0)) }
        var model = Model(seen: [[], [], []], removed: [[], [], []])
        var lastReplica = 3
        for _ in 0..<120 {
            let here = random.number(below: 3)
            let there = random.number(below: 3)
            let element = ["a", "b", "c"][random.number(below: 3)]
            switch random.number(below: 12) {
            case 0..<4:
                sets[here].add(element)
                model.seen[here].insert(model.additions.count)
                model.additions[model.additions.count] = element
            case 4..<7:
                sets[here].remove(element)
                model.remove(element, at: here)
            case 7:
                sets[here].removeAll()
                model.removed[here].formUnion(model.seen[here])
            case 8:
                lastReplica += 1
                sets[here] = sets[there].forked(as: .numbered(lastReplica))
                model.seen[here] = model.seen[there]
                model.removed[here] = model.removed[there]
            default:
                sets[here].merge(sets[there])
                model.seen[here].formUnion(model.seen[there])
                model.removed[here].formUnion(model.removed[there])
            }
            for place in 0..<3 { #expect(sets[place].elements == model.elements(place)) }
        }
        func merged(_ left: AddWinsSet<String>, _ right: AddWinsSet<String>) -> AddWinsSet<String> {
            var result = left
            result.merge(right)
            return result
        }
        #expect(merged(sets[0], sets[0]) == sets[0])
        #expect(merged(sets[0], sets[1]) == merged(sets[1], sets[0]))
        #expect(merged(merged(sets[0], sets[1]), sets[2]) == merged(sets[0], merged(sets[1], sets[2])))
    }

    @Test("an element added again elsewhere survives a removal that did not see it")
    func addWins() {
        var left = AddWinsSet<String>(replica: .numbered(1))
        left.add("a")
        var right = left.forked(as: .numbered(2))
        right.add("a")
        left.remove("a")
        left.merge(right)
        #expect(left.elements == ["a"])
        left.remove("a")
        right.merge(left)
        #expect(right.elements.isEmpty && !right.contains("a"))
    }
}
