import GridCausality
import GridRecords

/// Requests about sets that several replicas add to and remove from.
///
/// Each fork acts under an identity of its own, also where the request lets two of them act as the same id or forks
/// to one place twice: the name says who acts, the identity makes its dots unlike all others.
struct SetSuite {
    private var sets: [Text: AddWinsSet<Text>] = [:]
    private var identityCount: UInt64 = 0
    private var observations: [JSONTree] = []

    static func run(_ request: JSONTree) throws(Conformance.Malformed) -> JSONTree {
        var suite = SetSuite()
        for step in try request.list(at: "steps") { try suite.perform(step) }
        return .array(suite.observations)
    }

    private mutating func perform(_ step: JSONTree) throws(Conformance.Malformed) {
        switch try step.text(at: "op") {
        case "add": try change(step) { set, element in set.add(element) }
        case "remove": try change(step) { set, element in set.remove(element) }
        case "clear":
            let name = Text(try step.text(at: "at"))
            var set = set(name)
            set.removeAll()
            sets[name] = set
        case "fork":
            if step["as"] != nil { _ = try step.text(at: "as") }
            let source = set(Text(try step.text(at: "from")))
            sets[Text(try step.text(at: "to"))] = source.forked(as: nextIdentity())
        case "merge":
            let source = set(Text(try step.text(at: "from")))
            let name = Text(try step.text(at: "to"))
            var target = set(name)
            target.merge(source)
            sets[name] = target
        case "observe":
            let elements = set(Text(try step.text(at: "at"))).elements
            observations.append(.array(elements.map { .string($0.string) }))
        default: throw Conformance.Malformed()
        }
    }

    private mutating func change(
        _ step: JSONTree, _ body: (inout AddWinsSet<Text>, Text) -> Void
    ) throws(Conformance.Malformed) {
        let name = Text(try step.text(at: "at"))
        let element = Text(try step.text(at: "elem"))
        var set = set(name)
        body(&set, element)
        sets[name] = set
    }

    private mutating func nextIdentity() -> ReplicaID {
        identityCount += 1
        return ReplicaID(high: 0, low: identityCount)
    }

    /// The set at a place; at one not mentioned before, an empty one.
    private mutating func set(_ name: Text) -> AddWinsSet<Text> {
        if let known = sets[name] { return known }
        let fresh = AddWinsSet<Text>(replica: nextIdentity())
        sets[name] = fresh
        return fresh
    }
}
