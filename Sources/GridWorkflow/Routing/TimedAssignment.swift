package import GridRecords

/// A role on an area for a time (我当一天网格员、干部包网格).
package struct TimedAssignment: Sendable, Hashable {
    /// What becomes of an edit under the assignment.
    package enum Answer: Sendable, Hashable {
        case allowed
        /// It arose outside the time.
        case outsideTime
        /// It arose in time but reached the hub too late: nobody can tell, so a person looks at it.
        case receivedTooLate
        case otherArea
    }

    package let worker: WorkerID
    package let area: AreaCode
    package let role: Role
    /// Milliseconds since 1970, both ends included.
    package let validFrom: Int64
    package let validTo: Int64

    package init(worker: WorkerID, area: AreaCode, role: Role, validFrom: Int64, validTo: Int64) {
        self.worker = worker
        self.area = area
        self.role = role
        self.validFrom = validFrom
        self.validTo = validTo
    }

    /// Whole days in Shanghai.
    package init(worker: WorkerID, area: AreaCode, role: Role, from: CalendarDate, to: CalendarDate) {
        self.init(worker: worker, area: area, role: role, validFrom: from.start, validTo: to.end)
    }

    package func isValid(at time: Int64) -> Bool { validFrom <= time && time <= validTo }

    /// Whether an edit passes: only one that arose and was received while the assignment held. A device is not
    /// believed when it says, after the time, that it wrote something within it.
    ///
    /// - Parameter areas: the record's area and those above it.
    package func answer(areas: some Sequence<AreaCode>, arose: Int64, received: Int64) -> Answer {
        guard areas.contains(area) else { return .otherArea }
        guard isValid(at: arose) else { return .outsideTime }
        return received <= validTo ? .allowed : .receivedTooLate
    }
}
