/// Why a workflow, calendar, routing table or practice cannot be used, and where it says so.
package struct WorkflowError: Error, Hashable, Sendable {
    /// The id of the state, transition, rule or row, where the fault lies within one.
    package let place: String?
    /// A whole sentence without its full stop.
    package let reason: String

    package init(place: String? = nil, reason: String) {
        self.place = place
        self.reason = reason
    }
}
