/// A shift of the device's clock as told on the command line: `+3h`, `-10y`, `+5m`, `+2d`, `+90s`.
struct ClockOffset: Hashable, Sendable {
    let milliseconds: Int64

    /// A year counts 365 days. Nil for anything but a sign, digits and a unit, or beyond 10,000 years.
    init?(_ text: String) {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "y": 31_536_000]
        guard let last = text.last, let seconds = units[last] else { return nil }
        var digits = text.dropLast()
        let isBackward = digits.first == "-"
        if isBackward || digits.first == "+" { digits = digits.dropFirst() }
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int64(digits)
        else { return nil }
        let (product, overflow) = count.multipliedReportingOverflow(by: seconds * 1_000)
        guard !overflow, product <= 10_000 * 31_536_000_000 else { return nil }
        milliseconds = isBackward ? -product : product
    }
}
