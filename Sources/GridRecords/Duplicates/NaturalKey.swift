/// One way to see that two records mean the same thing in the world: fields that say the same, near in time and place.
package struct NaturalKey: Sendable, Hashable {
    /// Times at most so many hours apart.
    package struct Window: Sendable, Hashable {
        /// A field with a timestamp or a date.
        package let field: String
        package let hours: Int

        package var milliseconds: Int64 { Int64(hours) * 3_600_000 }
    }

    /// Places nearer than so many metres.
    package struct Nearness: Sendable, Hashable {
        /// A field with a point.
        package let field: String
        package let metres: Int
    }

    /// Compared one by one, all must have a value.
    package let fields: [String]
    package let window: Window?
    package let nearness: Nearness?

    package init(fields: [String], window: Window? = nil, nearness: Nearness? = nil) {
        self.fields = fields
        self.window = window
        self.nearness = nearness
    }

    /// Whether all that match by this key match by the other, which asks for less.
    func isFiner(than other: NaturalKey) -> Bool {
        other.window == nil && other.nearness == nil && Set(other.fields).isStrictSubset(of: fields)
    }

    /// The longest window and the widest neighbourhood that a catalogue may ask for.
    static let hours: ClosedRange<Int64> = 1...8_784
    static let metres: ClosedRange<Int64> = 1...10_000
}

extension NaturalKey {
    /// Alternatives as a kind declares them: `[id_no]` is one of bare fields; else a list of objects with `fields`, and
    /// where times or places count `at` with `within_hours`, `place` with `within_metres`.
    ///
    /// What a lenient reading does not understand is left out: then fewer duplicates are found.
    static func alternatives(_ members: MemberReader, reading: Catalogue.Reading) throws(CatalogueError) -> [NaturalKey]
    {
        let list = try members.list("natural_key", or: [])
        if list.isEmpty { return [] }
        if list.allSatisfy({ $0.string != nil }) { return [NaturalKey(fields: list.compactMap(\.string))] }
        var keys: [NaturalKey] = []
        for member in list {
            do throws(CatalogueError) {
                keys.append(try NaturalKey(json: member, beside: members))
            } catch {
                if reading == .strict { throw error }
            }
        }
        return keys
    }

    private init(json: JSONValue, beside members: MemberReader) throws(CatalogueError) {
        guard let object = json.object else {
            throw members.failure("`natural_key` must be a list of fields, or of objects with `fields`")
        }
        let known: Set<String> = ["fields", "at", "within_hours", "place", "within_metres"]
        if let unknown = object.keys.sorted().first(where: { !known.contains($0) }) {
            throw members.failure("`natural_key` does not know `\(unknown)`")
        }
        let reader = members.within(json)
        let fields = try reader.texts("fields")
        if fields.isEmpty { throw members.failure("each `natural_key` needs `fields`") }
        let at = try reader.pair("at", "within_hours", NaturalKey.hours)
        let place = try reader.pair("place", "within_metres", NaturalKey.metres)
        self.init(
            fields: fields, window: at.map { Window(field: $0.field, hours: $0.number) },
            nearness: place.map { Nearness(field: $0.field, metres: $0.number) })
    }

    /// Bare fields as a list of names where it stands alone, so that what was read is written as it was.
    var json: JSONValue {
        var members: [String: JSONValue] = ["fields": .array(fields.map { .string($0) })]
        if let window {
            members["at"] = .string(window.field)
            members["within_hours"] = .integer(Int64(window.hours))
        }
        if let nearness {
            members["place"] = .string(nearness.field)
            members["within_metres"] = .integer(Int64(nearness.metres))
        }
        return .object(members)
    }

    static func json(_ keys: [NaturalKey]) -> JSONValue {
        if keys.count == 1, keys[0].window == nil, keys[0].nearness == nil {
            return .array(keys[0].fields.map { .string($0) })
        }
        return .array(keys.map(\.json))
    }
}

extension MemberReader {
    /// A field with the number that belongs to it; nil where neither stands.
    fileprivate func pair(
        _ field: String, _ number: String, _ range: ClosedRange<Int64>
    ) throws(CatalogueError) -> (field: String, number: Int)? {
        let name = try textIfPresent(field)
        let bound = try integer(number)
        if name == nil, bound == nil { return nil }
        guard let name, let bound else {
            throw failure("`natural_key` has `\(field)` and `\(number)` together or neither")
        }
        guard range.contains(bound) else {
            throw failure("`\(number)` must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return (name, Int(bound))
    }
}

extension KindDefinition {
    /// The fields that natural keys name must be there and be of a shape that can be compared.
    func checkNaturalKeys() throws(CatalogueError) {
        for key in naturalKeys {
            if Set(key.fields).count < key.fields.count {
                throw CatalogueError(kind: id, reason: "`natural_key` names a field twice")
            }
            for name in key.fields {
                if try keyField(name).type.isCollection {
                    throw CatalogueError(kind: id, field: name, reason: "`natural_key` takes no collection")
                }
            }
            if let window = key.window, ![.timestamp, .date].contains(try keyField(window.field).type) {
                throw CatalogueError(
                    kind: id, field: window.field, reason: "`at` of a `natural_key` must be a timestamp or a date")
            }
            if let nearness = key.nearness, try keyField(nearness.field).type != .point {
                throw CatalogueError(
                    kind: id, field: nearness.field, reason: "`place` of a `natural_key` must be a point")
            }
        }
    }

    private func keyField(_ name: String) throws(CatalogueError) -> FieldDefinition {
        guard let field = field(name) else {
            throw CatalogueError(kind: id, field: name, reason: "`natural_key` names no field")
        }
        return field
    }
}
