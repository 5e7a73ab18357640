/// Reading the parameters of a policy, which are texts; what cannot be read counts as absent.
enum Parameter {
    static func trimmed(_ text: some StringProtocol) -> String {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A }
        let bytes = Array(text.utf8.drop(while: isBlank))
        let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? 0
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}

extension PolicyDefinition {
    /// A whole number of 0 or more in plain decimal digits.
    func number(_ name: String) -> Int? { parameters[name].flatMap { Digits.number($0.utf8) } }

    func isSet(_ name: String) -> Bool { parameters[name] == "true" }

    func says(_ name: String, _ value: String) -> Bool { parameters[name] == value }
}
