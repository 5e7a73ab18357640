import GridCausality
import GridRecords

/// Requests that let several replicas write, forget and come back.
///
/// A replica's name in a request is a place: a device in somebody's hand. What names a dot is the incarnation that
/// lives there. The first one has the place's own name; after a wipe, a restore or a clone, and when its counters
/// are used up, the place goes on as `x#2`, `x#3` … (a clone under the next name of the device it was copied from),
/// because what it remembers of its own counters may then be less than what others have of it. A dot in a reply is
/// therefore `["x#2",1,…]` where a reused identity would have said `["x",1,…]` a second time, and lost one of them.
struct DottedSuite {
    private struct Place {
        var store: DottedStore<JSONTree>
        /// The name that the incarnations here are numbered under.
        var device: Text
    }

    private var names = Names()
    private var places: [Text: Place] = [:]
    private var snapshots: [Text: Place] = [:]
    private var contexts: [Text: DottedContext] = [:]
    private var incarnations: [Text: Int] = [:]
    private var reserved: Set<Text> = []
    private var observations: [JSONTree] = []

    static func run(_ request: JSONTree) throws(Conformance.Malformed) -> JSONTree {
        var suite = DottedSuite()
        let steps = try request.list(at: "steps")
        for step in steps {
            for key in ["at", "from", "to", "a", "b"] {
                if let name = step[key]?.string { suite.reserved.insert(Text(name)) }
            }
        }
        for step in steps { try suite.perform(step) }
        return .array(suite.observations)
    }

    private mutating func perform(_ step: JSONTree) throws(Conformance.Malformed) {
        switch try step.text(at: "op") {
        case "write": try write(step)
        case "delete": try delete(step)
        case "read": contexts[try name("save", of: step)] = try place("at", of: step).store.context
        case "sync": try join(from: place("from", of: step), to: name("to", of: step))
        case "exchange":
            try join(from: place("b", of: step), to: name("a", of: step))
            try join(from: place("a", of: step), to: name("b", of: step))
        case "snapshot": snapshots[try name("name", of: step)] = try place("at", of: step)
        case "deliver": try join(from: snapshot(step), to: name("to", of: step))
        case "wipe":
            let device = try place("at", of: step).device
            let store = DottedStore<JSONTree>(replica: nextIncarnation(of: device))
            places[try name("at", of: step)] = Place(store: store, device: device)
        case "restore": try copy(snapshot(step), to: name("at", of: step))
        case "clone": try copy(place("from", of: step), to: name("to", of: step))
        case "observe": observations.append(observation(try place("at", of: step).store))
        default: throw Conformance.Malformed()
        }
    }

    private mutating func write(_ step: JSONTree) throws(Conformance.Malformed) {
        let place = try name("at", of: step)
        var writer = try self.place("at", of: step)
        let value = try step.member("value")
        let seen = try context(step["ctx"])
        let dot = try issue(value, seen: seen, at: &writer)
        places[place] = writer
        if step["save_ack"] != nil {
            var acknowledged = seen
            acknowledged.include(dot)
            contexts[try name("save_ack", of: step)] = acknowledged
        }
        if step["save_full"] != nil { contexts[try name("save_full", of: step)] = writer.store.context }
    }

    private mutating func issue(
        _ value: JSONTree, seen: DottedContext, at writer: inout Place
    ) throws(Conformance.Malformed) -> Dot {
        if let dot = try? writer.store.write(value, seen: seen) { return dot }
        writer.store = writer.store.continuing(as: nextIncarnation(of: writer.device))
        guard let dot = try? writer.store.write(value, seen: seen) else { throw Conformance.Malformed() }
        return dot
    }

    private mutating func delete(_ step: JSONTree) throws(Conformance.Malformed) {
        var place = try place("at", of: step)
        place.store.delete(seen: try context(step["ctx"]))
        places[try name("at", of: step)] = place
    }

    private mutating func join(from source: Place, to name: Text) {
        var target = place(named: name)
        target.store.join(source.store)
        places[name] = target
    }

    private mutating func copy(_ source: Place, to name: Text) {
        let store = source.store.continuing(as: nextIncarnation(of: source.device))
        places[name] = Place(store: store, device: source.device)
    }

    private mutating func nextIncarnation(of device: Text) -> ReplicaID {
        var number = incarnations[device] ?? 1
        var name: Text
        repeat {
            number += 1
            name = Text("\(device.string)#\(number)")
        } while reserved.contains(name) || names.isTaken(name)
        incarnations[device] = number
        return names.identity(of: name)
    }

    private func name(_ key: String, of step: JSONTree) throws(Conformance.Malformed) -> Text {
        Text(try step.text(at: key))
    }

    private mutating func place(_ key: String, of step: JSONTree) throws(Conformance.Malformed) -> Place {
        place(named: try name(key, of: step))
    }

    /// What lives at the place; at one not mentioned before, an empty replica of that name.
    private mutating func place(named name: Text) -> Place {
        if let known = places[name] { return known }
        let fresh = Place(store: DottedStore(replica: names.identity(of: name)), device: name)
        places[name] = fresh
        return fresh
    }

    private func snapshot(_ step: JSONTree) throws(Conformance.Malformed) -> Place {
        guard let known = snapshots[try name("snapshot", of: step)] else { throw Conformance.Malformed() }
        return known
    }

    private mutating func context(_ tree: JSONTree?) throws(Conformance.Malformed) -> DottedContext {
        guard let tree else { return .empty }
        if tree.string == "none" { return .empty }
        guard tree.object != nil else { throw Conformance.Malformed() }
        if tree["saved"] != nil {
            guard let known = contexts[try name("saved", of: tree)] else { throw Conformance.Malformed() }
            return known
        }
        let vector = try tree["vv"].map { tree throws(Conformance.Malformed) in try names.vector(tree) } ?? .empty
        var dots: [Dot] = []
        if tree["dots"] != nil {
            for dot in try tree.list(at: "dots") { dots.append(try names.dot(dot)) }
        }
        return DottedContext(vector: vector, dots: dots)
    }

    /// Values by their JSON text and dots by name and counter; `loose` only where the context has gaps.
    private func observation(_ store: DottedStore<JSONTree>) -> JSONTree {
        let siblings = store.siblings.all.sorted { names.areInOrder($0.dot, $1.dot) }
        let values = siblings.map(\.value).sorted { Text($0.text) < Text($1.text) }
        var members: [(String, JSONTree)] = [
            ("values", .array(values)), ("context", names.tree(store.context.vector)),
            ("dots", .array(siblings.map { tree($0.dot, [$0.value]) })),
        ]
        if !store.context.loose.isEmpty {
            let loose = store.context.loose.sorted(by: names.areInOrder)
            members.append(("loose", .array(loose.map { tree($0, []) })))
        }
        return .object(members.map { JSONTree.Member(key: $0.0, value: $0.1) })
    }

    private func tree(_ dot: Dot, _ rest: [JSONTree]) -> JSONTree {
        .array([.string(names.name(of: dot.replica).string), .counter(dot.counter)] + rest)
    }
}
