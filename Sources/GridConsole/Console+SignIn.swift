import GridCausality
import GridHub
import GridRecords
import GridSync
import Synchronization

/// Signing in with a one-time code, and out; cookies and redirects.
extension Console {
    func signInPage(_ visit: Visit, status: Int = 200, refusal: String? = nil) -> ConsoleAnswer {
        var token = visit.visitToken ?? ""
        let isNew = Hexadecimal.decode(token)?.count != 32
        if isNew { token = Hexadecimal.encode(random(32)) }
        var answer = page(
            "sign-in", "title.sign_in",
            ["visit_form": .string(seal.token(for: token)), "refusal": refusal.map { .string($0) } ?? .null], visit,
            status: status)
        if isNew { answer.add("set-cookie", cookie(Visit.visitCookie, token, seconds: nil)) }
        return answer
    }

    func signIn(_ visit: Visit) async throws(HubError) -> ConsoleAnswer {
        let words = words(visit)
        guard seal.holds(visit.form["form"], for: visit.visitToken) else {
            return signInPage(visit, status: 403, refusal: words.word("error.form"))
        }
        guard let code = visit.form["code"], code.utf8.count <= 64 else {
            return signInPage(visit, status: 401, refusal: words.word("error.code"))
        }
        let worker: WorkerID
        do throws(HubError) {
            worker = try await hub.signIn(code: code)
        } catch {
            guard error.status == 401 else { throw error }
            return signInPage(visit, status: 401, refusal: words.word("error.code"))
        }
        // A token of its own for every session: one that somebody planted before is worth nothing.
        let token = Hexadecimal.encode(random(32))
        let now = clock()
        sessions.withLock { sessions in
            if let old = visit.sessionToken { sessions.end(token: old) }
            sessions.begin(worker, token: token, at: now)
        }
        var answer = redirect("")
        answer.add("set-cookie", cookie(Visit.sessionCookie, token, seconds: Sessions.milliseconds / 1_000))
        return answer
    }

    func signOut(_ visit: Visit) -> ConsoleAnswer {
        if let token = visit.sessionToken { end(token) }
        var answer = redirect("sign-in?done=signed_out")
        answer.add("set-cookie", cookie(Visit.sessionCookie, "", seconds: 0))
        return answer
    }

    func worker(of token: String) -> WorkerID? {
        let now = clock()
        return sessions.withLock { $0.worker(token: token, at: now) }
    }

    func end(_ token: String) { sessions.withLock { $0.end(token: token) } }

    /// - Parameter seconds: how long it is kept; nil for as long as the browser runs.
    func cookie(_ name: String, _ value: String, seconds: Int64?) -> String {
        "\(name)=\(value); Path=/console; HttpOnly; SameSite=Strict" + (seconds.map { "; Max-Age=\($0)" } ?? "")
            + (isSecure ? "; Secure" : "")
    }

    /// To a page of the console, by GET.
    func redirect(_ page: String) -> ConsoleAnswer {
        var answer = ConsoleAnswer(status: 303, type: "text/plain; charset=utf-8")
        answer.add("location", Visit.prefix + (page.isEmpty ? "" : "/" + page))
        return answer
    }

    func plain(_ status: Int, _ text: String) -> ConsoleAnswer {
        ConsoleAnswer(status: status, type: "text/plain; charset=utf-8", body: Array((text + "\n").utf8))
    }
}
