/// `latest` and its finer rules.
extension MergePolicy {
    func latest(_ claims: [Claim], newest: Claim) -> Shown {
        if let winner = policy.parameters["wins"] {
            let winners = claims.filter { $0.value == .code(Text(winner)) || $0.value == .text(Text(winner)) }
            if let claim = winners.max(by: Claim.isOlder) { return Shown(claim) }
        }
        if let hours = policy.number("within_hours") {
            let earliest = newest.orderTime - Int64(clamping: hours) * 3_600_000
            return Shown(furthest(claims.filter { $0.orderTime >= earliest }, sign: 1))
        }
        if policy.says("same_day", "worse") || policy.says("same_day", "max") {
            return Shown(furthest(claims.filter { $0.day == newest.day }, sign: 1))
        }
        return Shown(newest, isDisputed: asks(claims, newest: newest))
    }

    private func asks(_ claims: [Claim], newest: Claim) -> Bool {
        let others = claims.filter { !agreement.holds($0.value, newest.value) }
        if policy.says("same_day", "review"), others.contains(where: { $0.day == newest.day }) { return true }
        if let days = policy.number("apart_days"),
            others.contains(where: { Int(newest.day.dayNumber) - Int($0.day.dayNumber) < days })
        {
            return true
        }
        if let length = policy.number("same_top_class"), !holdsOneTopClass(claims, length: length) { return true }
        if let part = policy.parameters["same_part"], !holdsOneValue(of: part, in: claims) { return true }
        if let percent = policy.number("tolerance_percent"), isSpread(claims, over: percent) { return true }
        if policy.parameters["evidence"] != nil, lacksEvidence(claims) { return true }
        return newest.value == .bool(false) && isContradicted(newest)
    }

    private func holdsOneTopClass(_ claims: [Claim], length: Int) -> Bool {
        let classes = claims.map { claim -> Text? in
            guard case .code(let code) = claim.value else { return nil }
            return Text(String(decoding: code.utf8.prefix(length), as: UTF8.self))
        }
        return Set(classes).count == 1
    }

    private func holdsOneValue(of part: String, in claims: [Claim]) -> Bool {
        let values = claims.map { claim -> FieldValue? in
            guard case .composite(let composite) = claim.value else { return nil }
            return composite[part]
        }
        return values.allSatisfy { agreement.holds($0, values[0]) }
    }

    /// Whether the numbers lie further apart than so many percent of the least of them.
    private func isSpread(_ claims: [Claim], over percent: Int) -> Bool {
        let numbers = claims.compactMap { $0.value.flatMap(Magnitude.init) }
        guard let least = numbers.min(), let greatest = numbers.max() else { return false }
        return (greatest.double - least.double) * 100 > Double(percent) * least.double
    }

    /// Whether another field shows more than its lowest code, or a time later than the claim's.
    private func isContradicted(_ claim: Claim) -> Bool {
        if let field = policy.parameters["review_if_above"], isAboveLowest(field) { return true }
        guard let field = policy.parameters["review_if_after"] else { return false }
        switch others(field) {
        case .date(let date): return date > claim.day
        case .timestamp(let time): return time.milliseconds > claim.orderTime
        default: return false
        }
    }

    private func isAboveLowest(_ field: String) -> Bool {
        switch others(field) {
        case .code(let code): code != kind?.field(field)?.codes.first?.code
        case .int(let number): number > 0
        case .bool(let flag): flag
        default: false
        }
    }

    /// Whether true stands beside false with nothing shown in the field that would prove it.
    func lacksEvidence(_ claims: [Claim]) -> Bool {
        guard let field = policy.parameters["evidence"], others(field) == nil else { return false }
        return claims.contains { isTrue($0.value) } && claims.contains { isFalse($0.value) }
    }
}
