import GridHub
import GridRecords

/// One request after it was read: in which language, and who asks.
struct Visit {
    let request: ConsoleRequest
    /// The path below `/console/`; empty for the console itself.
    let page: String
    let query: FormFields
    /// The fields of a POST.
    let form: FormFields
    let language: Language
    /// Whether the language was chosen just now, to be remembered.
    let hasChosenLanguage: Bool
    /// Set once the session was found good.
    var person: DeskPerson?

    static let prefix = "/console"
    static let sessionCookie = "gridsync_desk"
    static let visitCookie = "gridsync_visit"
    static let languageCookie = "gridsync_lang"

    /// Nil for a query or form that cannot be read.
    init?(_ request: ConsoleRequest) {
        guard let query = FormFields(request.query.utf8), let form = FormFields(request.body) else { return nil }
        self.request = request
        self.query = query
        self.form = form
        page = String(request.path.dropFirst(Visit.prefix.count + 1))
        let chosen = query["lang"].flatMap { Language(rawValue: $0) }
        hasChosenLanguage = chosen != nil
        language =
            chosen ?? request.cookie(named: Visit.languageCookie).flatMap { Language(rawValue: $0) }
            ?? Visit.preferred(request.languages)
    }

    var sessionToken: String? { request.cookie(named: Visit.sessionCookie) }
    var visitToken: String? { request.cookie(named: Visit.visitCookie) }

    /// The first of Accept-Language that the console speaks (RFC 9110, section 12.5.4), weights aside; else Chinese.
    private static func preferred(_ header: String) -> Language {
        for choice in header.split(separator: ",") {
            let tag = choice.drop { $0 == " " }.prefix(2).lowercased()
            if let language = Language(rawValue: tag) { return language }
        }
        return .chinese
    }

    /// This page in the other language, with everything else that was asked.
    var inOtherLanguage: String {
        let other: Language = language == .chinese ? .english : .chinese
        let path = request.method == "GET" ? request.path : Visit.prefix
        let rest = request.method == "GET" ? request.query.split(separator: "&").filter { !$0.hasPrefix("lang=") } : []
        return path + "?" + (rest.map(String.init) + ["lang=\(other.rawValue)"]).joined(separator: "&")
    }
}
