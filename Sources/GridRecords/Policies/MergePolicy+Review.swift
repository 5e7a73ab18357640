/// `review` and its finer rules.
extension MergePolicy {
    func review(_ claims: [Claim], newest: Claim) -> Shown {
        let claims = candidates(claims)
        let newest = claims.max(by: Claim.isOlder) ?? newest
        if agreement.holds(among: claims) { return Shown(newest) }
        if let days = policy.number("earliest_within_days"), let earliest = earliest(claims, within: days) {
            return Shown(earliest)
        }
        if let metres = policy.number("tolerance_metres"), let best = bestMeasured(claims, within: metres) {
            return Shown(best)
        }
        if policy.says("safe", "stricter") { return Shown(furthest(claims, sign: 1), isDisputed: true) }
        if let provisional = policy.parameters["provisional"] {
            return Shown(value: self.provisional(provisional), isDisputed: true, chosen: newest.dot)
        }
        return Shown(newest, isDisputed: true)
    }

    /// The claims that are left when those fall away that a rule lets another one beat silently.
    private func candidates(_ claims: [Claim]) -> [Claim] {
        var claims = claims
        if policy.isSet("prefer_valid") { claims = preferring(claims) { MergePolicy.isValid($0.value) } }
        if policy.isSet("prefer_present") { claims = preferring(claims) { $0.value != nil } }
        if policy.says("by_identity", "sex"), let sex = sexOfIdentity {
            claims = preferring(claims) { $0.value == sex }
        }
        return claims
    }

    private func preferring(_ claims: [Claim], _ isPreferred: (Claim) -> Bool) -> [Claim] {
        let preferred = claims.filter(isPreferred)
        return preferred.isEmpty ? claims : preferred
    }

    private static func isValid(_ value: FieldValue?) -> Bool {
        switch value {
        case .sealed(let sealed): sealed.isChecksumValid == true
        case .composite(let composite): composite.parts.contains { isValid($0.value) }
        default: false
        }
    }

    /// What the last digit but one of a citizen's identity number says (GB 11643), as a code of GB/T 2261.1.
    private var sexOfIdentity: FieldValue? {
        guard case .sealed(let identity) = others("id_no"), identity.isChecksumValid == true,
            identity.lastFour.utf8.count == 4, let digit = Digits.number(Array(identity.lastFour.utf8)[2..<3])
        else { return nil }
        return .code(digit % 2 == 1 ? "1" : "2")
    }

    private func earliest(_ claims: [Claim], within days: Int) -> Claim? {
        let dated = claims.filter { $0.value != nil }
        let numbers = dated.compactMap { MergePolicy.day(of: $0.value) }
        guard numbers.count == dated.count, let first = numbers.min(), let last = numbers.max(), last - first <= days
        else { return nil }
        return furthest(dated, sign: -1)
    }

    static func day(of value: FieldValue?) -> Int? {
        switch value {
        case .date(let date): Int(date.dayNumber)
        case .timestamp(let time): Int(Timestamp.shanghaiDay(milliseconds: time.milliseconds).dayNumber)
        default: nil
        }
    }

    /// The point with the least error when all lie near each other; nil when they do not, or one is no point.
    private func bestMeasured(_ claims: [Claim], within metres: Int) -> Claim? {
        let points = claims.compactMap { if case .point(let point) = $0.value { point } else { nil } }
        guard points.count == claims.count else { return nil }
        for (index, point) in points.enumerated() {
            for other in points[(index + 1)...] where !point.isNearer(than: Double(metres), to: other) { return nil }
        }
        return claims.max { left, right in
            let near = MergePolicy.error(of: left)
            let far = MergePolicy.error(of: right)
            return near != far ? near > far : Claim.isOlder(left, right)
        }
    }

    private static func error(of claim: Claim) -> Int64 {
        if case .point(let point) = claim.value { point.accuracyCentimetres ?? .max } else { .max }
    }

    /// What stands for an open question; `none` for no value.
    private func provisional(_ text: String) -> FieldValue? {
        if text == "none" { return nil }
        switch definition.type {
        case .code: return .code(Text(text))
        case .text: return .text(Text(text))
        case .bool: return .bool(text == "true")
        case .int: return Int64(text).map { .int($0) }
        default: return nil
        }
    }
}
