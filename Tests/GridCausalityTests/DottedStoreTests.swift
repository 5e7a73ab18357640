import GridCausality
import Testing

@Suite("Copies joined whole")
struct DottedStoreTests {
    private typealias Copy = DottedStore<String>

    /// What really happened, kept apart from what the copies say: each write with all the dots it had seen.
    private struct World {
        var random: Seeded
        var copies: [Copy] = (1...4).map { Copy(replica: .numbered($0)) }
        var backups: [Copy] = []
        var contexts: [DottedContext] = [.empty]
        var seen: [Dot: DottedContext] = [:]
        var values: [Dot: String] = [:]
        var deletions: [DottedContext] = []
        var lastIncarnation = 4

        init(seed: UInt64) { random = Seeded(seed: seed) }

        mutating func fresh() -> ReplicaID {
            lastIncarnation += 1
            return .numbered(lastIncarnation)
        }

        mutating func step() throws {
            let here = random.number(below: copies.count)
            let there = random.number(below: copies.count)
            switch random.number(below: 20) {
            case 0..<8:
                let context =
                    random.chance(1, of: 3) ? contexts[random.number(below: contexts.count)] : copies[here].context
                let value = "v\(values.count)"
                let dot = try copies[here].write(value, seen: context)
                #expect(values.updateValue(value, forKey: dot) == nil, "\(dot) was used twice")
                seen[dot] = context
                contexts.append(DottedContext(vector: context.vector, dots: context.loose + [dot]))
            case 8:
                deletions.append(copies[here].context)
                copies[here].delete(seen: copies[here].context)
            case 9: contexts.append(copies[here].context)
            case 10: backups.append(copies[here])
            case 11: if let backup = backups.randomElement(using: &random) { copies[here].join(backup) }
            case 12: copies[here] = Copy(replica: fresh())
            case 13:
                if let backup = backups.randomElement(using: &random) { copies[here] = backup.continuing(as: fresh()) }
            case 14: copies[here] = copies[there].continuing(as: fresh())
            default: copies[here].join(copies[there])
            }
        }

        /// A dot in a copy's context is a sibling exactly while nothing in that context has seen it.
        func check(_ copy: Copy) {
            for sibling in copy.siblings.all { #expect(values[sibling.dot] == sibling.value) }
            for dot in values.keys where copy.context.covers(dot) {
                let isCovered =
                    deletions.contains { $0.covers(dot) && copy.context.covers($0) }
                    || seen.contains { copy.context.covers($0.key) && $0.value.covers(dot) }
                if copy.siblings.value(at: dot) == nil {
                    #expect(isCovered, "\(dot) is lost")
                }
            }
            for sibling in copy.siblings.all {
                let successors = seen.filter { copy.context.covers($0.key) && $0.value.covers(sibling.dot) }
                #expect(successors.isEmpty, "\(sibling.dot) is a false sibling")
            }
        }
    }

    @Test(
        "through wipes, restores, clones and late copies no dot is used twice and no write lost",
        arguments: UInt64(0)..<60)
    func incarnations(seed: UInt64) throws {
        var world = World(seed: seed)
        for _ in 0..<60 {
            try world.step()
            for copy in world.copies { world.check(copy) }
        }
    }

    @Test("joining is commutative, associative and idempotent", arguments: UInt64(0)..<60)
    func joinLaws(seed: UInt64) throws {
        var world = World(seed: seed)
        for _ in 0..<25 { try world.step() }
        func joined(_ copies: Copy...) -> Copy {
            var result = copies[0]
            for copy in copies.dropFirst() { result.join(copy) }
            return result
        }
        let (a, b, c) = (world.copies[0], world.copies[1], world.copies[2])
        let pairs = [
            (joined(a, a), a), (joined(a, b), joined(b, a)),
            (joined(joined(a, b), c), joined(a, joined(b, c))), (joined(a, b, b), joined(a, b)),
        ]
        for (left, right) in pairs {
            #expect(left.siblings == right.siblings)
            #expect(left.context == right.context)
        }
    }

    @Test("101 writes by turns of two who saw only their own leave two siblings")
    func alternating() throws {
        var copy = Copy(replica: .numbered(1))
        var acknowledged: [DottedContext] = [.empty, .empty]
        for turn in 0..<101 {
            let seen = acknowledged[turn % 2]
            let dot = try copy.write("w\(turn)", seen: seen)
            acknowledged[turn % 2] = DottedContext(vector: seen.vector, dots: seen.loose + [dot])
        }
        #expect(copy.siblings.all.map(\.value) == ["w99", "w100"])
        #expect(copy.context == DottedContext(vector: .of([1: 101])))
    }

    @Test("101 writes by turns at two copies that exchange each time leave two siblings")
    func alternatingCopies() throws {
        var copies = [Copy(replica: .numbered(1)), Copy(replica: .numbered(2))]
        var acknowledged: [DottedContext] = [.empty, .empty]
        for turn in 0..<101 {
            let here = turn % 2
            let seen = acknowledged[here]
            let dot = try copies[here].write("w\(turn)", seen: seen)
            acknowledged[here] = DottedContext(vector: seen.vector, dots: seen.loose + [dot])
            copies[1 - here].join(copies[here])
        }
        #expect(Set(copies[0].siblings.all.map(\.value)) == ["w99", "w100"])
        #expect(copies[0].siblings == copies[1].siblings)
    }

    @Test("101 writes by one who reads his acknowledgements leave one, blind ones leave all")
    func single() throws {
        var careful = Copy(replica: .numbered(1))
        var blind = Copy(replica: .numbered(1))
        for turn in 0..<101 {
            _ = try careful.write("w\(turn)", seen: careful.context)
            _ = try blind.write("w\(turn)", seen: .empty)
        }
        #expect(careful.siblings.count == 1)
        #expect(blind.siblings.count == 101)
    }

    @Test("what was read once and written over again later leaves what came between")
    func stale() throws {
        var copy = Copy(replica: .numbered(1))
        _ = try copy.write("a", seen: .empty)
        let read = copy.context
        _ = try copy.write("b", seen: copy.context)
        _ = try copy.write("c", seen: read)
        #expect(copy.siblings.all.map(\.value) == ["b", "c"])
    }

    @Test("a counter known only from what the writer saw is not used again")
    func aboveSeen() throws {
        var copy = Copy(replica: .numbered(1))
        #expect(try copy.write("a", seen: DottedContext(dots: [.at(1, 7)])) == .at(1, 8))
    }

    @Test("a replica at its last counter refuses and stays as it was; its next incarnation goes on")
    func exhausted() throws {
        var copy = Copy(replica: .numbered(1))
        _ = try copy.write("a", seen: .empty)
        let before = copy
        let seen = DottedContext(vector: .of([1: .max]))
        #expect(throws: DottedStoreError.countersExhausted) { try copy.write("b", seen: seen) }
        #expect(copy.siblings == before.siblings && copy.context == before.context)
        copy = copy.continuing(as: .numbered(2))
        #expect(try copy.write("b", seen: seen) == .at(2, 1))
    }
}
