import Crypto
import GridCausality
import GridRecords

/// Who is signed in: of each token the hash alone, until it ends. A restart of the daemon signs everybody out.
struct Sessions {
    struct Session: Hashable {
        let worker: WorkerID
        /// Milliseconds since 1970.
        let endsAt: Int64
    }

    /// Eight hours: a working day at a desk.
    static let milliseconds: Int64 = 8 * 3_600_000
    /// Sessions at a time; beyond that the one that ends first is ended.
    static let limit = 1_000
    private var byHash: [[UInt8]: Session] = [:]

    var count: Int { byHash.count }

    mutating func begin(_ worker: WorkerID, token: String, at now: Int64) {
        byHash = byHash.filter { $0.value.endsAt > now }
        if byHash.count >= Sessions.limit, let first = byHash.min(by: { $0.value.endsAt < $1.value.endsAt })?.key {
            byHash[first] = nil
        }
        byHash[Sessions.hash(token)] = Session(worker: worker, endsAt: now + Sessions.milliseconds)
    }

    /// Who a token stands for; nil for one that is unknown or over.
    func worker(token: String, at now: Int64) -> WorkerID? {
        guard let session = byHash[Sessions.hash(token)], session.endsAt > now else { return nil }
        return session.worker
    }

    mutating func end(token: String) { byHash[Sessions.hash(token)] = nil }

    private static func hash(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Array(token.utf8))) }
}

/// What a form has to carry: proof that a page of ours was shown to whoever holds the cookie.
struct FormSeal {
    private let key: SymmetricKey

    /// - Parameter bytes: 32 random ones, new with every start.
    init(_ bytes: [UInt8]) { key = SymmetricKey(data: bytes) }

    /// 64 hexadecimal digits that belong to one cookie (HMAC-SHA-256, RFC 2104).
    func token(for cookie: String) -> String {
        Hexadecimal.encode(Array(HMAC<SHA256>.authenticationCode(for: Array(cookie.utf8), using: key)))
    }

    /// Whether the token belongs to the cookie; takes as long for a wrong one as for the right one.
    func holds(_ token: String?, for cookie: String?) -> Bool {
        guard let cookie, let bytes = token.flatMap({ Hexadecimal.decode($0) }) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(bytes, authenticating: Array(cookie.utf8), using: key)
    }
}
