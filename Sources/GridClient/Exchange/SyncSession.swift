import GridCausality
import GridRecords
import GridStore
import GridSync

/// What an exchange does next: decided here, done by the client. Used once.
struct SyncSession {
    enum Step: Hashable, Sendable {
        /// Push so many changesets at most, and ask for a page when told to.
        case exchange(limit: Int, pull: Bool)
        /// Find the counter in common, take a new identity, send again.
        case descend
        case fetchCatalogue
        case finished
    }

    /// What came of one request.
    enum Event: Hashable, Sendable {
        /// - Parameter pageIsLast: nil when no page was asked for.
        case answered(Standing, sent: Int, left: Int, pageIsLast: Bool?, catalogueIsOld: Bool, historyIsNew: Bool)
        /// The body was too large for the hub (413).
        case tooLarge(sent: Int)
        /// The hub refused to go on from here: its head lies before what was sent (409), or its cursor is not ours.
        case gap
        case descended
        case fetchedCatalogue
    }

    enum Failure: Error, Hashable, Sendable {
        /// A single changeset is too large: it has to be withheld.
        case withhold
        /// Nothing moves any more.
        case stalled(String)
    }

    static let firstLimit = 500

    private let wantsPush: Bool
    private let wantsPull: Bool
    private var limit: Int
    private var isPulled: Bool
    private var isFresh = true
    private var unsent: Int
    private var needsCatalogue = false
    private var mustDescend: Bool
    /// Requests in a row that moved nothing.
    private var idle = 0

    /// - Parameter isCopied: whether a hub said earlier that this store is a copy.
    init(push: Bool, pull: Bool, unsent: Int, limit: Int = SyncSession.firstLimit, isCopied: Bool = false) {
        self.limit = limit
        mustDescend = isCopied
        wantsPush = push
        wantsPull = pull
        isPulled = !pull
        self.unsent = unsent
    }

    var next: Step {
        if mustDescend { return .descend }
        if needsCatalogue { return .fetchCatalogue }
        // The first request is made even with nothing to say: hello is how either side learns of trouble.
        if isFresh || (wantsPush && unsent > 0) || !isPulled {
            return .exchange(limit: wantsPush ? limit : 0, pull: wantsPull)
        }
        return .finished
    }

    mutating func took(_ event: Event) throws(Failure) {
        switch event {
        case .descended:
            mustDescend = false
            isFresh = true
            isPulled = !wantsPull
            try moved(false)
        case .fetchedCatalogue:
            needsCatalogue = false
        case .gap: try moved(false)
        case .tooLarge(let sent):
            guard sent > 1 else { throw .withhold }
            limit = max(1, sent / 2)
        case .answered(let standing, let sent, let left, let pageIsLast, let catalogueIsOld, let historyIsNew):
            isFresh = false
            unsent = left
            needsCatalogue = catalogueIsOld
            if standing == .copied {
                mustDescend = true
                return try moved(false)
            }
            if historyIsNew || standing == .wentBack {
                isFresh = standing == .wentBack
                isPulled = !wantsPull
            }
            if let pageIsLast, standing == .normal { isPulled = pageIsLast && (left == 0 || !wantsPush) }
            try moved(sent > 0 || pageIsLast != nil)
        }
    }

    private mutating func moved(_ didMove: Bool) throws(Failure) {
        idle = didMove ? 0 : idle + 1
        guard idle < 8 else { throw .stalled("the hub answers, but nothing moves") }
    }
}
