package import GridCausality
package import GridRecords

/// One step in the log of an item, as it was written and as the hub received it.
package struct WorkStep: Sendable, Hashable {
    /// The changeset that brought it.
    package let dot: Dot
    /// Its element in the log: tells steps of one changeset apart.
    package let element: String
    package let operation: String
    /// Who took it.
    package let by: Text
    package let organisation: Organisation
    /// The organisation to which the work goes.
    package let to: Organisation?
    package let secondaries: [Organisation]
    package let reason: Text?
    /// Days asked for, where an extension is.
    package let days: Int?
    /// The day that the one who gives the work sets; milliseconds since 1970.
    package let dueAt: Int64?
    package let link: RecordID?
    package let hasEvidence: Bool
    package let score: Int?
    package let time: StepTime

    package init(
        dot: Dot, element: String = "", operation: String, by: Text, organisation: Organisation,
        to: Organisation? = nil, secondaries: [Organisation] = [], reason: Text? = nil, days: Int? = nil,
        dueAt: Int64? = nil, link: RecordID? = nil, hasEvidence: Bool = false, score: Int? = nil, time: StepTime
    ) {
        self.dot = dot
        self.element = element
        self.operation = operation
        self.by = by
        self.organisation = organisation
        self.to = to
        self.secondaries = secondaries
        self.reason = reason
        self.days = days
        self.dueAt = dueAt
        self.link = link
        self.hasEvidence = hasEvidence
        self.score = score
        self.time = time
    }

    func has(_ part: StepPart) -> Bool {
        switch part {
        case .reason: !(reason?.isEmpty ?? true)
        case .to: to != nil
        case .secondaries: !secondaries.isEmpty
        case .evidence: hasEvidence
        case .link: link != nil
        case .days: (days ?? 0) > 0
        case .score: score != nil
        }
    }

    /// The entry for the record's log, without its evidence, which is an attachment of its own.
    package var entry: JSONValue {
        var members: [String: JSONValue] = [
            "at": .string(Timestamp.shanghai(milliseconds: time.arose).text), "by": .string(by.string),
            "step": .string(operation), "org": .string(organisation.text),
        ]
        if let to { members["to"] = .string(to.text) }
        if !secondaries.isEmpty { members["secondaries"] = .string(secondaries.map(\.text).joined(separator: ",")) }
        if let reason { members["text"] = .string(reason.string) }
        if let days { members["days"] = .integer(Int64(days)) }
        if let dueAt { members["due_at"] = .string(Timestamp.shanghai(milliseconds: dueAt).text) }
        if let link { members["link"] = .string(link.text) }
        if let score { members["score"] = .integer(Int64(score)) }
        return .object(members)
    }

    /// The order in which steps count, whenever they arrived: when they arose, then dot, then element.
    package static func isEarlier(_ left: WorkStep, _ right: WorkStep) -> Bool {
        if left.time.arose != right.time.arose { return left.time.arose < right.time.arose }
        if left.dot != right.dot { return left.dot < right.dot }
        return Text(left.element) < Text(right.element)
    }
}

/// When a step happened and when the hub heard of it; milliseconds since 1970.
package struct StepTime: Sendable, Hashable {
    /// When the evidence arose: what limits are judged by.
    package let arose: Int64
    /// When the hub received it; nil while it has not.
    package let received: Int64?
    /// The device's clock less the hub's.
    package let clockOffset: Int64

    package init(arose: Int64, received: Int64? = nil, clockOffset: Int64 = 0) {
        self.arose = arose
        self.received = received
        self.clockOffset = clockOffset
    }

    /// Nobody saw a thing after he wrote it down: a time told that lies after the effective one is not believed.
    package init(told: Int64?, stamp: Stamp, received: Int64?) {
        self.init(
            arose: min(told ?? stamp.orderTime, stamp.effectiveTime), received: received,
            clockOffset: stamp.clockOffset)
    }
}
