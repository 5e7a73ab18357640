package import GridHub
package import GridRecords
import GridSync
import Synchronization

/// The pages for reviewers and supervisors: bytes in, bytes out, without scripts.
///
/// It asks the hub in the name of the person who is signed in and decides nothing about records, roles or areas itself.
package final class Console: Sendable {
    let hub: any DeskService
    let catalogue: Catalogue
    let clock: @Sendable () -> Int64
    let random: @Sendable (Int) -> [UInt8]
    let isSecure: Bool
    let paper: Paper
    let seal: FormSeal
    let sessions = Mutex(Sessions())

    /// - Parameters:
    ///   - clock: the wall clock, milliseconds since 1970.
    ///   - random: that many random bytes, for sessions and forms.
    ///   - isSecure: whether browsers reach the console over TLS; its cookies then travel over nothing else.
    package init(
        hub: any DeskService, catalogue: Catalogue, clock: @escaping @Sendable () -> Int64,
        random: @escaping @Sendable (Int) -> [UInt8], isSecure: Bool
    ) throws(ConsoleSetupError) {
        self.hub = hub
        self.catalogue = catalogue
        self.clock = clock
        self.random = random
        self.isSecure = isSecure
        paper = try Paper()
        seal = FormSeal(random(32))
    }

    /// Bytes of a form at most.
    package static let formBytes = 65_536
    /// Where a code is tried: whoever serves the console counts failed attempts there.
    package static let signInPath = "/console/sign-in"

    /// Whether a path is one of the console's.
    package static func owns(path: String) -> Bool {
        path.utf8.elementsEqual(Visit.prefix.utf8) || path.utf8.starts(with: (Visit.prefix + "/").utf8)
    }

    package func answer(_ request: ConsoleRequest) async -> ConsoleAnswer {
        guard var visit = Visit(request) else { return plain(400, "bad request") }
        var answer: ConsoleAnswer
        do throws(HubError) {
            answer = try await self.answer(&visit)
        } catch {
            answer = failure(error, visit)
        }
        if visit.hasChosenLanguage {
            answer.add("set-cookie", cookie(Visit.languageCookie, visit.language.rawValue, seconds: 31_536_000))
        }
        return answer
    }

    private func answer(_ visit: inout Visit) async throws(HubError) -> ConsoleAnswer {
        if visit.page == "style.css" { return style(visit) }
        guard let action = Action(rawValue: visit.page) else { throw Console.noPage }
        guard visit.request.method == action.method || (action == .signIn && visit.request.method == "GET") else {
            throw HubError("wrong_method", status: 405, "this page is asked for with \(action.method)")
        }
        if action == .signIn {
            return visit.request.method == "GET" ? signInPage(visit) : try await signIn(visit)
        }
        guard let worker = visit.sessionToken.flatMap({ worker(of: $0) }) else {
            guard action.method == "GET" else { throw Console.signedOut }
            return redirect("sign-in" + (visit.sessionToken == nil ? "" : "?done=expired"))
        }
        do throws(HubError) {
            visit.person = try await hub.person(worker)
        } catch {
            if error.status == 401 || error.status == 403, let token = visit.sessionToken { end(token) }
            throw error
        }
        if action.method == "POST" {
            guard seal.holds(visit.form["form"], for: visit.sessionToken) else { throw Console.noFormToken }
        }
        return try await perform(action, visit)
    }

    private func perform(_ action: Action, _ visit: Visit) async throws(HubError) -> ConsoleAnswer {
        switch action {
        case .home: redirect(action.first(for: visit.person).rawValue)
        case .reports: try await reports(visit)
        case .report: try await report(visit)
        case .cell: try await cell(visit)
        case .record: try await record(visit)
        case .conflicts: try await conflicts(visit)
        case .conflict: try await conflict(visit)
        case .quarantine: try await quarantine(visit)
        case .overdue: try await overdue(visit)
        case .fleet: try await fleet(visit)
        case .take: try await take(visit)
        case .accept, .drop: try await judge(action, visit)
        case .build: try await build(visit)
        case .signOut: signOut(visit)
        case .signIn: throw Console.noPage
        }
    }

    /// Asks the hub as the person of this visit.
    func ask(_ question: DeskQuestion, _ arguments: JSONValue = [:], _ visit: Visit) async throws(HubError)
        -> [JSONValue]
    {
        guard let person = visit.person else { throw Console.signedOut }
        return try await hub.ask(question, arguments, as: person.id)
    }

    private func style(_ visit: Visit) -> ConsoleAnswer {
        var answer = ConsoleAnswer(status: 200, type: "text/css; charset=utf-8", body: paper.style)
        answer.headers.removeAll { $0.name == "cache-control" }
        answer.add("cache-control", "public, max-age=3600")
        return answer
    }

    static let noPage = HubError("no_page", status: 404, "there is no such page")
    static let signedOut = HubError("signed_out", status: 401, "nobody is signed in")
    static let noFormToken = HubError("form", status: 403, "the form does not come from a page of this session")
}

/// What can be asked of the console; the raw value is the path below `/console/`.
enum Action: String, CaseIterable {
    case home = ""
    case signIn = "sign-in"
    case signOut = "sign-out"
    case reports, report, cell, record, conflicts, conflict, quarantine, overdue, fleet
    case take, accept, drop, build

    var method: String {
        switch self {
        case .signIn, .signOut, .take, .accept, .drop, .build: "POST"
        default: "GET"
        }
    }

    /// Pages in the order of the menu, with what they ask of the hub.
    static let menu: [(Action, DeskQuestion)] = [
        (.reports, .reports), (.conflicts, .conflicts), (.quarantine, .quarantine), (.overdue, .overdue),
        (.fleet, .fleet),
    ]

    /// The first page of the menu that the person may see.
    func first(for person: DeskPerson?) -> Action {
        Action.menu.first { $0.1.isFor(person?.role ?? .worker) }?.0 ?? .signIn
    }
}
