/// A request to the console, apart from any socket.
package struct ConsoleRequest: Sendable {
    /// `GET` or `POST`.
    package var method: String
    /// From `/console` on, without the query.
    package var path: String
    /// What stands after the `?`, as it was sent.
    package var query: String
    /// The Cookie header; empty without one.
    package var cookie: String
    /// The Accept-Language header; empty without one.
    package var languages: String
    /// Of a POST: `application/x-www-form-urlencoded`.
    package var body: [UInt8]

    package init(
        method: String = "GET", path: String, query: String = "", cookie: String = "", languages: String = "",
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.cookie = cookie
        self.languages = languages
        self.body = body
    }

    /// The value of a cookie; of several with one name the first, as browsers send the most specific first.
    func cookie(named name: String) -> String? {
        for pair in cookie.split(separator: ";") {
            let trimmed = pair.drop { $0 == " " }
            guard let equals = trimmed.firstIndex(of: "="), trimmed[..<equals] == name else { continue }
            return String(trimmed[trimmed.index(after: equals)...])
        }
        return nil
    }
}

/// An answer of the console with all of its headers.
package struct ConsoleAnswer: Hashable, Sendable {
    package var status: Int
    /// Names in lower case.
    package var headers: [Header]
    package var body: [UInt8]

    package struct Header: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    /// The first value of a header; nil without one.
    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    package var text: String { String(decoding: body, as: UTF8.self) }

    init(status: Int, type: String, body: [UInt8] = []) {
        self.status = status
        self.body = body
        headers = [Header(name: "content-type", value: type)] + ConsoleAnswer.guards
    }

    mutating func add(_ name: String, _ value: String) { headers.append(Header(name: name, value: value)) }

    /// On every answer: nothing is fetched but our own style, nothing is framed, kept or told to others.
    private static let guards = [
        Header(
            name: "content-security-policy",
            value:
                "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        Header(name: "x-content-type-options", value: "nosniff"),
        Header(name: "referrer-policy", value: "no-referrer"),
        Header(name: "cache-control", value: "no-store"),
        Header(name: "cross-origin-opener-policy", value: "same-origin"),
    ]
}
