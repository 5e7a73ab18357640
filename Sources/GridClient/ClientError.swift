package import GridStore

/// Why the client did not do what it was asked: a stable code, a sentence, and what to do next.
public struct ClientError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One of the table of codes in SPEC, `out_of_scope` and the like.
    public let code: String
    public let message: String
    public let hint: String
    /// After `sysexits.h`.
    public let exitCode: Int32

    public init(code: String, message: String, hint: String = "", exitCode: Int32? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.exitCode = exitCode ?? ClientError.exitCode(of: code)
    }

    public var description: String { hint.isEmpty ? "\(code): \(message)" : "\(code): \(message) \(hint)" }

    private static func exitCode(of code: String) -> Int32 {
        switch code {
        case "usage": 64
        case "invalid_field", "unknown_field", "missing_field", "unknown_kind", "record_deleted", "too_large",
            "depends",
            "erased", "bad_input", "catalogue_outdated":
            65
        case "no_such_record", "no_such_entry", "no_such_conflict", "no_store", "no_such_kind": 66
        case "unreachable", "not_a_hub": 69
        case "store_exists": 73
        case "store_io", "store_full", "store_corrupt": 74
        case "store_busy", "conflict_moved", "try_later": 75
        case "out_of_scope", "guarded", "unauthorized", "revoked", "not_allowed": 77
        default: 1
        }
    }
}

extension ClientError {
    /// What a store said, in the words of the client.
    package init(_ error: StoreError) {
        let code =
            switch error.code {
            case .busy: "store_busy"
            case .full: "store_full"
            case .io: "store_io"
            case .corrupt: "store_corrupt"
            case .missing: "no_store"
            case .newer: "store_newer"
            case .constraint, .taken: "internal"
            }
        self.init(code: code, message: error.description, hint: error.hint)
    }

    /// Keeps a client's error as it is and explains any other.
    package init(wrapping error: any Error) {
        switch error {
        case let error as ClientError: self = error
        case let error as StoreError: self.init(error)
        default: self.init(code: "internal", message: "\(error)")
        }
    }

    static func notEnrolled() -> ClientError {
        ClientError(
            code: "no_store", message: "This device is not enrolled.",
            hint: "Run `gridsync enrol --hub URL --code CODE` first.")
    }
}
