package import GridCausality

/// One sibling as a policy sees it: what was written, what its author saw there, and who wrote it when.
package struct Claim: Hashable, Sendable {
    package let dot: Dot
    /// Nil when the author removed what was there.
    package let value: FieldValue?
    package let from: FieldValue?
    /// Milliseconds since 1970, as the hub fixed it.
    package let effectiveTime: Int64
    /// Observation where there is one, else effective; milliseconds since 1970.
    package let orderTime: Int64

    package init(dot: Dot, value: FieldValue?, from: FieldValue? = nil, effectiveTime: Int64, orderTime: Int64? = nil) {
        self.dot = dot
        self.value = value
        self.from = from
        self.effectiveTime = effectiveTime
        self.orderTime = orderTime ?? effectiveTime
    }

    /// The day in Shanghai of the time by which `latest` orders.
    package var day: CalendarDate { Timestamp.shanghaiDay(milliseconds: orderTime) }

    /// Order of `latest`, oldest first: observation, then effective time, then dot; never equal for two dots.
    package static func isOlder(_ left: Claim, _ right: Claim) -> Bool {
        if left.orderTime != right.orderTime { return left.orderTime < right.orderTime }
        return isEarlier(left, right)
    }

    /// Order of `once` and `entries`, first come first: effective time, then dot.
    package static func isEarlier(_ left: Claim, _ right: Claim) -> Bool {
        left.effectiveTime != right.effectiveTime ? left.effectiveTime < right.effectiveTime : left.dot < right.dot
    }
}

/// What a policy makes of the siblings at a path.
package struct Shown: Hashable, Sendable {
    /// Nil when nothing is there, or what is shown is that it was removed.
    package let value: FieldValue?
    /// Whether a person has to decide.
    package let isDisputed: Bool
    /// The sibling that an ordinary edit replaces; nil only when there are no siblings.
    package let chosen: Dot?

    package init(value: FieldValue?, isDisputed: Bool, chosen: Dot?) {
        self.value = value
        self.isDisputed = isDisputed
        self.chosen = chosen
    }

    package static let nothing = Shown(value: nil, isDisputed: false, chosen: nil)

    init(_ claim: Claim, isDisputed: Bool = false) {
        self.init(value: claim.value, isDisputed: isDisputed, chosen: claim.dot)
    }
}

extension Record {
    /// The siblings at a path with what their stamps say, sorted by dot.
    package func claims(at path: Path) -> [Claim] { claims(of: siblings(at: path)) }

    func claims(of siblings: Siblings<RecordedValue>) -> [Claim] {
        siblings.all.map { sibling in
            let stamp = stamp(of: sibling.dot)
            return Claim(
                dot: sibling.dot, value: sibling.value.value, from: sibling.value.from,
                effectiveTime: stamp?.effectiveTime ?? 0, orderTime: stamp?.orderTime)
        }
    }
}
