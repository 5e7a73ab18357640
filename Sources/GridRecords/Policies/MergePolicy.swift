/// How the siblings at a path become one shown value: a pure function of the whole set, never of pairs.
///
/// The finer rules are the parameters that `merge policies` in DESIGN.md of this room lists.
package struct MergePolicy {
    let definition: FieldDefinition
    let policy: PolicyDefinition
    let agreement: Agreement
    let order: ValueOrder
    /// Where other fields are declared; nil when nobody said.
    let kind: KindDefinition?
    /// The shown values of other fields of the record, for rules that look at them.
    let others: (String) -> FieldValue?

    package init(
        _ definition: FieldDefinition, of kind: KindDefinition? = nil,
        others: @escaping (String) -> FieldValue? = { _ in nil }
    ) {
        self.definition = definition
        self.kind = kind
        policy = definition.policy
        agreement = Agreement(definition.policy)
        order = ValueOrder(definition)
        self.others = others
    }

    /// What the siblings at the path come to, in whatever order they are given.
    ///
    /// At an element the policies of collections, `elements` and `entries`, judge the element's own value.
    package func shown(_ claims: [Claim]) -> Shown {
        guard let newest = claims.max(by: Claim.isOlder) else { return .nothing }
        guard claims.count > 1 else { return alone(newest) }
        if agreement.holds(among: claims) {
            let isFirst = policy.name == .once || policy.name == .entries
            return alone(isFirst ? first(of: claims) : newest)
        }
        switch policy.name {
        case .latest: return latest(claims, newest: newest)
        case .review: return review(claims, newest: newest)
        case .greatest: return extreme(claims, sign: 1)
        case .least: return extreme(claims, sign: -1)
        case .assert: return assert(claims)
        case .once: return Shown(first(of: claims), isDisputed: !policy.says("ask", "never"))
        case .stage: return stage(claims)
        case .elements: return element(claims, newest: newest)
        case .entries: return Shown(first(of: claims))
        }
    }

    /// The policy of a path that the catalogue does not know: the newest, never a question.
    package static func unknown(_ claims: [Claim]) -> Shown {
        claims.max(by: Claim.isOlder).map { Shown($0) } ?? .nothing
    }

    func first(of claims: [Claim]) -> Claim { claims.min(by: Claim.isEarlier) ?? claims[0] }

    /// A value that nobody contradicts is shown as it is, unless a rule judges it by other fields.
    private func alone(_ claim: Claim) -> Shown {
        policy.name == .assert ? assert([claim]) : Shown(claim)
    }

    private func element(_ claims: [Claim], newest: Claim) -> Shown {
        let rule = policy.parameters["element"] ?? (definition.elementType == .composite ? "review" : "latest")
        if rule == "once" { return Shown(first(of: claims), isDisputed: true) }
        return Shown(newest, isDisputed: rule == "review")
    }
}

/// `greatest`, `least`, `stage`.
extension MergePolicy {
    /// The extreme in the declared order; asks when one side went back on what another went towards or kept.
    private func extreme(_ claims: [Claim], sign: Int) -> Shown {
        let best = furthest(claims, sign: sign)
        guard !policy.says("ask", "never") else { return Shown(best) }
        let retreated: (Claim) -> Bool = { claim in
            guard let from = claim.from else { return false }
            return claim.value == nil || order.compare(claim.value, from) * sign < 0
        }
        let isDisputed = claims.contains { back in
            retreated(back)
                && claims.contains { other in
                    !retreated(other) && other.value != nil && !agreement.holds(other.value, back.value)
                        && (back.value == nil || order.compare(other.value, back.value) * sign > 0)
                }
        }
        return Shown(best, isDisputed: isDisputed)
    }

    /// The claim that lies furthest in the direction of the sign; of level ones the newest. Nothing lies behind all.
    func furthest(_ claims: [Claim], sign: Int) -> Claim {
        let present = claims.filter { $0.value != nil }
        let ahead = (present.isEmpty ? claims : present).max { left, right in
            let relation = order.compare(left.value, right.value) * sign
            return relation != 0 ? relation < 0 : Claim.isOlder(left, right)
        }
        return ahead ?? claims[0]
    }

    private func stage(_ claims: [Claim]) -> Shown {
        let steps = definition.steps
        let codes = claims.compactMap { steps.code(of: $0) }
        let isDisputed = codes.contains { left in
            codes.contains { right in left != right && !steps.lead(left, right) && !steps.lead(right, left) }
        }
        return Shown(furthest(steps.furthest(claims), sign: 1), isDisputed: isDisputed)
    }
}
