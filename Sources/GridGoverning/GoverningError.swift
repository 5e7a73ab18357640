/// Why a report, a list or the like is not made: a stable code, a sentence, and what to do next.
package struct GoverningError: Error, Hashable, Sendable {
    package let code: String
    package let message: String
    package let hint: String

    package init(_ code: String, _ message: String, hint: String = "") {
        self.code = code
        self.message = message
        self.hint = hint
    }
}

extension GoverningError {
    package static func missing(_ what: String, _ id: String, hint: String = "") -> GoverningError {
        GoverningError("not_found", "there is no \(what) \(id)", hint: hint)
    }

    package static func unknownArea(_ code: String) -> GoverningError {
        GoverningError("unknown_area", "there is no area \(code)")
    }

    /// What was stored by this program or one like it and cannot be read any more.
    static func unreadable(_ what: String, _ detail: String) -> GoverningError {
        GoverningError(
            "corrupt", "\(what) cannot be read: \(detail)",
            hint: "the program that wrote it may be newer than this one: update this one")
    }
}
