import GridCausality
import GridRecords

/// The identities that stand for the names of one request, and the names by which replies tell them.
struct Names {
    private var identities: [Text: ReplicaID] = [:]
    private var names: [ReplicaID: Text] = [:]

    /// The identity of a name, the same each time it is asked for.
    mutating func identity(of name: Text) -> ReplicaID {
        if let known = identities[name] { return known }
        let identity = ReplicaID(high: 0, low: UInt64(identities.count) + 1)
        identities[name] = identity
        names[identity] = name
        return identity
    }

    func isTaken(_ name: Text) -> Bool { identities[name] != nil }

    func name(of identity: ReplicaID) -> Text { names[identity] ?? Text(identity.hex) }

    /// Reads `{name: counter}`; names are not empty and have no white space around them, counters are whole
    /// numbers of 64 bits.
    mutating func vector(_ tree: JSONTree) throws(Conformance.Malformed) -> VersionVector {
        guard let members = tree.object else { throw Conformance.Malformed() }
        var entries: [VersionVector.Entry] = []
        for member in members {
            guard let counter = member.value.counter, !member.key.isEmpty, !Names.isPadded(member.key) else {
                throw Conformance.Malformed()
            }
            entries.append(VersionVector.Entry(replica: identity(of: Text(member.key)), counter: counter))
        }
        return VersionVector(entries)
    }

    /// Reads `[name, counter]` with a counter of 1 or more.
    mutating func dot(_ tree: JSONTree) throws(Conformance.Malformed) -> Dot {
        guard let parts = tree.array, parts.count == 2, let name = parts[0].string, let counter = parts[1].counter,
            counter > 0
        else { throw Conformance.Malformed() }
        return Dot(replica: identity(of: Text(name)), counter: counter)
    }

    /// The vector as `{name: counter}`, names in the order of their bytes.
    func tree(_ vector: VersionVector) -> JSONTree {
        let members = vector.entries.map { (name: name(of: $0.replica), counter: $0.counter) }
        return .object(
            members.sorted { $0.name < $1.name }.map {
                JSONTree.Member(key: $0.name.string, value: .counter($0.counter))
            })
    }

    /// Whether the dot stands first when ordered by the bytes of the replicas' names, then by counter.
    func areInOrder(_ left: Dot, _ right: Dot) -> Bool {
        left.replica != right.replica
            ? name(of: left.replica) < name(of: right.replica) : left.counter < right.counter
    }

    private static func isPadded(_ name: String) -> Bool {
        [name.unicodeScalars.first, name.unicodeScalars.last].contains { scalar in
            guard let scalar else { return false }
            return scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
                || scalar == "\u{200B}" || scalar == "\u{FEFF}"
        }
    }
}
