/// The declared order of a field's values, lowest first.
package struct ValueOrder: Sendable {
    private let definition: FieldDefinition

    package init(_ definition: FieldDefinition) { self.definition = definition }

    /// The place of a code, lowest first; nil for an unknown one.
    package func rank(of code: Text) -> Int? {
        definition.declaredOrder.map { $0.firstIndex(of: code) } ?? definition.rank(of: code)
    }

    /// Negative when `left` is lower, positive when it is higher, 0 when neither. Nothing is lower than anything.
    ///
    /// Codes stand in their declared order, an unknown one below all known; numbers, days and instants in theirs;
    /// false below true. Values without an order are level with each other.
    package func compare(_ left: FieldValue?, _ right: FieldValue?) -> Int {
        switch (left, right) {
        case (nil, nil): 0
        case (nil, _): -1
        case (_, nil): 1
        case (let left?, let right?): compare(left, right)
        }
    }

    private func compare(_ left: FieldValue, _ right: FieldValue) -> Int {
        switch (left, right) {
        case (.code(let left), .code(let right)):
            ValueOrder.sign(rank(of: left) ?? -1, rank(of: right) ?? -1)
        case (.bool(let left), .bool(let right)): ValueOrder.sign(left ? 1 : 0, right ? 1 : 0)
        case (.date(let left), .date(let right)): ValueOrder.sign(left.dayNumber, right.dayNumber)
        case (.timestamp(let left), .timestamp(let right)): ValueOrder.sign(left.milliseconds, right.milliseconds)
        case (.text(let left), .text(let right)): ValueOrder.sign(left, right)
        default:
            if let left = Magnitude(left), let right = Magnitude(right) { ValueOrder.sign(left, right) } else { 0 }
        }
    }

    private static func sign<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
        left < right ? -1 : right < left ? 1 : 0
    }
}

/// A number with up to nine decimal places, compared exactly.
struct Magnitude: Comparable {
    /// The greatest whole number that is not above it.
    private let whole: Int64
    /// What lies above the whole number, in units of 10^-9.
    private let billionths: Int64

    /// Nil for a value that is no number.
    init?(_ value: FieldValue) {
        switch value {
        case .int(let number), .money(let number): self.init(units: number, scale: 0)
        case .decimal(let number): self.init(units: number.units, scale: number.scale)
        default: return nil
        }
    }

    private init(units: Int64, scale: UInt8) {
        let scale = Int(min(scale, 9))
        let power = (0..<scale).reduce(Int64(1)) { result, _ in result * 10 }
        var quotient = units / power
        var remainder = units % power
        if remainder < 0 {
            remainder += power
            quotient -= 1
        }
        whole = quotient
        billionths = (scale..<9).reduce(remainder) { result, _ in result * 10 }
    }

    var double: Double { Double(whole) + Double(billionths) / 1_000_000_000 }

    static func < (left: Magnitude, right: Magnitude) -> Bool {
        left.whole != right.whole ? left.whole < right.whole : left.billionths < right.billionths
    }
}
