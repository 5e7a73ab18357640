import GridRecords

/// The area tree of a measurement.
struct Areas: Sendable {
    let root: String
    let grids: [String]
    /// As `areas.import` takes them: parents first.
    let rows: [JSONValue]

    /// A county with one grid.
    static let single = Areas(
        root: "330781", grids: ["330781001001"],
        rows: [row("330781", "county", ""), row("330781001001", "grid", "330781")])

    /// Lanxi in 2023: 15 townships, 776 grids; a village has about three grids.
    static let county = Areas(counties: 1, townships: 15, grids: 776)

    /// A city of the size of Jinhua: 10 counties, 145 townships, 9,000 grids.
    static let city = Areas(counties: 10, townships: 145, grids: 9_000)

    private init(root: String, grids: [String], rows: [JSONValue]) {
        self.root = root
        self.grids = grids
        self.rows = rows
    }

    /// Spreads townships over counties and grids over townships, as evenly as goes.
    private init(counties: Int, townships: Int, grids count: Int) {
        let city = "3307"
        let countyCodes = (0..<counties).map { city + Areas.digits($0 + 1, 2) }
        let townshipCodes = (0..<townships).map {
            countyCodes[$0 % counties] + Areas.digits($0 / counties + 1, 3)
        }
        var rows = counties > 1 ? [Areas.row(city, "city", "")] : []
        rows += countyCodes.map { Areas.row($0, "county", counties > 1 ? city : "") }
        rows += townshipCodes.map { Areas.row($0, "township", String($0.prefix(6))) }
        var grids: [String] = []
        for number in 0..<count {
            let township = townshipCodes[number % townships]
            let place = number / townships
            let village = township + Areas.digits(place / 3 + 1, 3)
            if place % 3 == 0 { rows.append(Areas.row(village, "village", township)) }
            grids.append(village + Areas.digits(place % 3 + 1, 3))
            rows.append(Areas.row(grids[number], "grid", village))
        }
        self.init(root: counties > 1 ? city : countyCodes[0], grids: grids, rows: rows)
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
    }

    private static func row(_ code: String, _ level: String, _ parent: String) -> JSONValue {
        [
            "code": .string(code), "name": .string("\(level) \(code)"), "level": .string(level),
            "parent": .string(parent),
        ]
    }
}
