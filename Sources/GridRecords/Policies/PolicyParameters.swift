/// Reading the parameters of a policy, which are texts; what cannot be read counts as absent.
extension PolicyDefinition {
    /// A whole number of 0 or more in plain decimal digits; one above a thousand million counts as that, so that
    /// hours and days reckoned with it stay within 64 bits.
    func number(_ name: String) -> Int? {
        parameters[name].flatMap { Digits.number($0.utf8) }.map { min($0, 1_000_000_000) }
    }

    func isSet(_ name: String) -> Bool { parameters[name] == "true" }

    func says(_ name: String, _ value: String) -> Bool { parameters[name] == value }
}
