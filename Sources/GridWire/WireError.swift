/// Bytes that are not the message they should be: what a hub answers with before anything is taken.
package struct WireError: Error, Hashable, Sendable {
    package enum Code: String, CaseIterable, Sendable {
        /// Not this message: the sender's program is wrong, or something stood in between.
        case malformed = "bad_request"
        /// More than `Limits` allows: the sender halves what it sends.
        case tooLarge = "too_large"
        /// A content type that is spoken by nobody here.
        case unsupportedType = "unsupported_type"
    }

    package let code: Code
    /// One sentence for people: which part, and what was expected.
    package let detail: String

    package init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    /// The status of HTTP (RFC 9110) that goes with the code.
    package var status: Int {
        switch code {
        case .malformed: 400
        case .tooLarge: 413
        case .unsupportedType: 415
        }
    }

    static func malformed(_ detail: String) -> WireError { WireError(.malformed, detail) }
    static func tooLarge(_ detail: String) -> WireError { WireError(.tooLarge, detail) }
}
