package import GridRecords

/// How stars are given, as data: points for counted work, bounds of the stars, and how far they may move at once.
package struct StarRules: Sendable {
    package struct Line: Sendable, Hashable {
        package let id: String
        package let label: Label
        package let kind: String
        /// The column that names the worker.
        package let worker: String
        package let condition: Condition
        /// Of a line by share, the part.
        package let numerator: Condition?
        /// For each record; for the whole share where there is a numerator.
        package let points: Ratio
        package let atMost: Ratio?
        /// For a share of nothing.
        package let without: Ratio
    }

    package struct Bound: Sendable, Hashable {
        package let stars: Int
        package let atLeast: Ratio
    }

    package let id: String
    package let label: Label
    package let version: String
    package let lines: [Line]
    /// From the most stars down.
    package let bounds: [Bound]
    /// Stars that may be won or lost at one review.
    package let rise: Int
    package let fall: Int
    /// Stars of a worker who was never reviewed.
    package let start: Int
    package let hash: String
    /// The template itself, for handing on.
    package let json: JSONValue

    /// Reads a template with the keys `stars` (its id), `label`, `version`, `filters`, `lines`, `bounds`, `rise`, `fall`,
    /// `start`.
    package init(json: JSONValue, schema: FactSchema) throws(TemplateError) {
        let reader = try TemplateReader(
            try json.usingFilters(), members: ["stars", "label", "version", "lines", "bounds", "rise", "fall", "start"])
        id = try reader.id("stars")
        label = try reader.label()
        version = try reader.text("version")
        var lines: [Line] = []
        for member in try reader.list("lines") { lines.append(try StarRules.line(member, schema)) }
        try reader.requireDistinct(lines.map(\.id), "line")
        self.lines = lines
        var bounds: [Bound] = []
        for member in try reader.list("bounds") {
            let inner = try TemplateReader(member, members: ["stars", "at_least"])
            guard let stars = try inner.integer("stars", in: 1...5), let atLeast = try inner.number("at_least") else {
                throw reader.failure("each of `bounds` needs `stars` (1 to 5) and `at_least`")
            }
            bounds.append(Bound(stars: stars, atLeast: atLeast))
        }
        self.bounds = bounds.sorted { $0.stars > $1.stars }
        guard zip(self.bounds, self.bounds.dropFirst()).allSatisfy({ $0.stars > $1.stars && $0.atLeast > $1.atLeast })
        else { throw reader.failure("more stars must need more points") }
        rise = try reader.integer("rise", in: 1...5) ?? 1
        fall = try reader.integer("fall", in: 1...5) ?? 1
        start = try reader.integer("start", in: 1...5) ?? 3
        self.json = json
        hash = ContentHash.hexadecimal(of: (json.text + schema.json.text).utf8)
    }

    private static func line(_ json: JSONValue, _ schema: FactSchema) throws(TemplateError) -> Line {
        let reader = try TemplateReader(
            json,
            members: ["id", "label", "kind", "worker", "where", "numerator", "points", "at_most", "without"])
        let kindID = try reader.text("kind")
        guard let kind = schema.kind(kindID) else { throw reader.failure("there are no facts of the kind `\(kindID)`") }
        let worker = try reader.textIfPresent("worker") ?? "worker"
        try Condition.isOne(worker, of: []).check(against: kind, place: reader.place)
        guard kind.index(of: worker).map({ kind.columns[$0].type == .code }) == true else {
            throw reader.failure("the column `\(worker)` names no single worker")
        }
        let condition = try Condition(json: reader.value("where") ?? [], place: reader.place)
        try condition.check(against: kind, place: reader.place)
        var numerator: Condition?
        if let json = reader.value("numerator") {
            let read = try Condition(json: json, place: reader.place)
            try read.check(against: kind, place: reader.place)
            numerator = read
        }
        guard let points = try reader.number("points") else { throw reader.failure("`points` is missing") }
        return Line(
            id: try reader.id(), label: try reader.label(), kind: kindID, worker: worker, condition: condition,
            numerator: numerator, points: points, atMost: try reader.number("at_most"),
            without: try reader.number("without") ?? .zero)
    }
}
