/// `assert`: true wins, unless something else speaks against it.
extension MergePolicy {
    func assert(_ claims: [Claim]) -> Shown {
        let newest = claims.max(by: Claim.isOlder) ?? claims[0]
        let affirmed = claims.filter { isTrue($0.value) }
        guard let best = affirmed.min(by: isBetter) else { return Shown(newest) }
        if isObjected { return Shown(value: denied(best.value), isDisputed: false, chosen: best.dot) }
        return Shown(best, isDisputed: lacksEvidence(claims))
    }

    /// Whether the field that outweighs this one shows true.
    private var isObjected: Bool { policy.parameters["unless"].map { isTrue(others($0)) } ?? false }

    func isTrue(_ value: FieldValue?) -> Bool { flag(in: value) == true }

    func isFalse(_ value: FieldValue?) -> Bool { flag(in: value) == false }

    /// The truth of a value, of a composite that of its first part which has one.
    private func flag(in value: FieldValue?) -> Bool? {
        switch value {
        case .bool(let flag): return flag
        case .composite(let composite):
            for part in composite.parts { if case .bool(let flag) = part.value { return flag } }
            return nil
        default: return nil
        }
    }

    /// Of two that say true the one with the earlier day, one with a day before one without, then the newest.
    private func isBetter(_ left: Claim, _ right: Claim) -> Bool {
        let near = date(in: left.value) ?? .max
        let far = date(in: right.value) ?? .max
        return near != far ? near < far : Claim.isOlder(right, left)
    }

    private func date(in value: FieldValue?) -> Int? {
        guard case .composite(let composite) = value else { return nil }
        return composite.parts.lazy.compactMap { MergePolicy.day(of: $0.value) }.min()
    }

    /// The same value saying false.
    private func denied(_ value: FieldValue?) -> FieldValue? {
        guard case .composite(let composite) = value else { return .bool(false) }
        return .composite(
            Composite(
                composite.parts.map { part in
                    if case .bool = part.value { Composite.Part(name: part.name, value: .bool(false)) } else { part }
                }))
    }
}
