import GridHub
import GridRecords
import GridSync

/// What all pages have in common.
extension Console {
    func words(_ visit: Visit) -> ValueWords {
        ValueWords(catalogue: catalogue, paper: paper, language: visit.language)
    }

    /// A page with its head: who is signed in, where else to go, the other language.
    ///
    /// - Parameter title: a key of the texts, or a text of its own.
    func page(
        _ template: String, _ title: String, _ model: [String: JSONValue], _ visit: Visit, status: Int = 200
    ) -> ConsoleAnswer {
        let words = words(visit)
        var model = model
        model["title"] = .string(words.word(title))
        model["html_lang"] = visit.language == .chinese ? "zh-CN" : "en"
        model["other_url"] = .string(visit.inOtherLanguage)
        model["other_lang"] = visit.language == .chinese ? "en" : "zh-CN"
        model["notice"] = visit.query["done"].flatMap { paper.word("done.\($0)", visit.language) }.map { .string($0) }
        if let person = visit.person {
            model["person"] = [
                "name": .string(person.name), "role": .string(words.name("role", person.role.rawValue)),
                "areas": .string(person.areas.map(\.name).joined(separator: words.comma)),
            ]
            model["form"] = .string(visit.sessionToken.map { seal.token(for: $0) } ?? "")
            model["menu"] = .array(
                Action.menu.filter { $0.1.isFor(person.role) }.map { action, _ in
                    [
                        "href": .string("\(Visit.prefix)/\(action.rawValue)"),
                        "label": .string(words.word("title.\(action.rawValue)")),
                        "current": .bool(action.isAbove(visit.page)),
                    ]
                })
        }
        guard let text = paper.page(template, .object(model), visit.language) else {
            return plain(500, "a page is missing")
        }
        return ConsoleAnswer(status: status, type: "text/html; charset=utf-8", body: Array(text.utf8))
    }

    /// The text, or nothing for an empty one: templates then leave out what stands around it.
    static func some(_ text: JSONValue?) -> JSONValue { text?.string?.isEmpty == false ? text ?? .null : .null }

    /// A refusal as a page; what is inside stays inside.
    func failure(_ error: HubError, _ visit: Visit) -> ConsoleAnswer {
        let words = words(visit)
        if error.status == 401 {
            var visit = visit
            visit.person = nil
            return signInPage(visit, status: 401, refusal: words.word("error.signed_out"))
        }
        let text =
            paper.word("error.\(error.code)", visit.language) ?? paper.word("error.\(error.status)", visit.language)
            ?? words.word("error.500")
        let detail: JSONValue = error.status == 422 || error.status == 409 ? .string(error.message) : .null
        var answer = page(
            "error", "title.error", ["text": .string(text), "detail": detail], visit, status: error.status)
        if error.status == 405 { answer.add("allow", Action(rawValue: visit.page)?.method ?? "GET") }
        if let seconds = error.retryAfterSeconds { answer.add("retry-after", "\(seconds)") }
        return answer
    }

    /// A list a page at a time: its slice, and where the next and the last page begin.
    func slice(_ lines: [JSONValue], _ visit: Visit, size: Int) -> (lines: ArraySlice<JSONValue>, model: JSONValue) {
        let asked = visit.query["from"].flatMap { Int($0) } ?? 0
        let from = asked > 0 && asked < lines.count ? asked : 0
        let shown = lines[from..<min(lines.count, from + size)]
        return (shown, pager(from: from, shown: shown.count, of: lines.count, size: size, visit))
    }

    func pager(from: Int, shown: Int, of total: Int, size: Int, _ visit: Visit) -> JSONValue {
        func url(_ place: Int) -> JSONValue {
            let kept = visit.request.query.split(separator: "&").filter {
                !$0.hasPrefix("from=") && !$0.hasPrefix("lang=") && !$0.hasPrefix("done=")
            }
            return .string(
                visit.request.path + "?" + (kept.map(String.init) + ["from=\(place)"]).joined(separator: "&"))
        }
        let words = words(visit)
        let span = "\(total == 0 ? 0 : from + 1)–\(from + shown) / \(total)"
        return [
            "text": .string("\(span) \(words.word("entries"))"), "isEmpty": .bool(total == 0),
            "next": from + shown < total ? url(from + shown) : .null,
            "previous": from > 0 ? url(max(0, from - size)) : .null,
        ]
    }
}

extension Action {
    /// Whether the page stands under this entry of the menu.
    fileprivate func isAbove(_ page: String) -> Bool {
        switch self {
        case .reports: ["reports", "report", "cell", "record"].contains(page)
        case .conflicts: ["conflicts", "conflict", "take"].contains(page)
        case .quarantine: ["quarantine", "accept", "drop"].contains(page)
        default: rawValue == page
        }
    }
}
