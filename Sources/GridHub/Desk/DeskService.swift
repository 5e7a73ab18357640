package import GridRecords
package import GridSync

/// What the console asks of the hub: always in the name of one person, within the role and the areas that the person
/// has at that moment.
package protocol DeskService: Sendable {
    /// The person whose one-time code this is; the code is used up. A wrong code, a used and an expired one, and one of
    /// a person who has no desk are refused alike.
    func signIn(code: String) async throws(HubError) -> WorkerID
    /// Who this is today; 401 for somebody who may act no more, 403 for one who has no desk.
    func person(_ worker: WorkerID) async throws(HubError) -> DeskPerson
    /// Each value is one line of the answer. 403 for a question that the role may not ask; what lies in no area of the
    /// person is answered as what is not there.
    func ask(_ question: DeskQuestion, _ arguments: JSONValue, as worker: WorkerID) async throws(HubError)
        -> [JSONValue]
}

/// Somebody at a desk.
package struct DeskPerson: Hashable, Sendable {
    package let id: WorkerID
    package let name: String
    package let role: Role
    /// As assigned, each with its name.
    package let areas: [Area]

    package init(id: WorkerID, name: String, role: Role, areas: [Area]) {
        self.id = id
        self.name = name
        self.role = role
        self.areas = areas
    }
}

/// What can be asked or ordered from a desk; arguments and answers are those of the commands of the same names.
package enum DeskQuestion: String, CaseIterable, Sendable {
    /// `{area?, kind?}`: open conflicts with base and sides.
    case conflicts
    /// `{id}`: those of one id or record.
    case conflict
    /// `{id, seen, take, note?}`: takes a side.
    case decide
    case quarantine
    /// `{id}`: accepts a changeset that was set aside on behalf of its author.
    case accept
    /// `{id, note}`: drops one.
    case drop
    case overdue
    case fleet
    /// The reports that were issued for the person's areas.
    case reports
    /// `{template, scope, serial, version}`: one of them, `{"text"}` with its frozen JSON.
    case report
    /// The same and `{indicator, column, from?}`: a cell, then the records behind it, a page at a time.
    case cell
    /// `{period, scope}`: issues one.
    case build
    /// `{id}`: a record with masked values, then its history without values.
    case record

    /// Who may ask.
    package var roles: [Role] { self == .fleet ? [.township, .supervisor, .admin] : [.township, .supervisor] }

    package func isFor(_ role: Role) -> Bool { roles.contains(role) }

    /// Roles that have a desk at all.
    package static let deskRoles: [Role] = [.township, .supervisor, .admin]
}
