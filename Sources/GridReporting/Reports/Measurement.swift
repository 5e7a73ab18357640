import GridRecords

/// What was found for one column before it is compared with anything.
struct Measurement {
    var value: Ratio?
    var numerator: Int?
    var denominator: Int?
    var waiting = 0
    var basis = Cell.Basis.absent
    var counted: [RecordID] = []
    var others: [RecordID] = []

    static let absent = Measurement()
}

/// Counts in one column.
struct Tally {
    var part = 0
    var whole = 0
    var sum = 0
    var waiting = 0
    var counted: [RecordID] = []
    var others: [RecordID] = []
}
