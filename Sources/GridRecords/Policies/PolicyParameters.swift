/// Reading the parameters of a policy, which are texts; what cannot be read counts as absent.
extension PolicyDefinition {
    /// A whole number of 0 or more in plain decimal digits.
    func number(_ name: String) -> Int? { parameters[name].flatMap { Digits.number($0.utf8) } }

    func isSet(_ name: String) -> Bool { parameters[name] == "true" }

    func says(_ name: String, _ value: String) -> Bool { parameters[name] == value }
}
