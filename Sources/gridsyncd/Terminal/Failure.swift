import GridHub
import GridStore

/// A failure as the program tells it: a stable code, a sentence, a hint, and the exit code of sysexits.h.
struct Failure: Error {
    let code: String
    let message: String
    let hint: String
    let exitCode: Int32

    init(_ code: String, _ message: String, hint: String = "", exitCode: Int32? = nil) {
        self.code = code
        self.message = message
        self.hint = hint.isEmpty ? Failure.usualHint(code) : hint
        self.exitCode = exitCode ?? Failure.exitCode(of: code, status: nil)
    }

    init(_ error: HubError) {
        code = error.code
        message = error.message
        hint = error.hint.isEmpty ? Failure.usualHint(error.code) : error.hint
        exitCode = Failure.exitCode(of: error.code, status: error.status)
    }

    init(_ error: StoreError) {
        let code =
            switch error.code {
            case .busy: "store_busy"
            case .missing: "no_store"
            case .newer: "newer_store"
            case .full, .io, .corrupt: "io"
            case .constraint, .taken: "internal"
            }
        self.init(code, "\(error.operation): \(error.detail)", hint: error.hint)
    }

    static func usage(_ message: String, usage: String) -> Failure {
        Failure("usage", message, hint: usage, exitCode: 64)
    }

    /// What to do next, where nothing nearer to the failure says it.
    private static func usualHint(_ code: String) -> String {
        switch code {
        case "usage": "gridsyncd help lists the commands"
        case "no_file", "io", "cannot_create": "check the path, its permissions and the room on the disk"
        case "no_store": "name the data directory with --data"
        case "bad_config": "correct the file or the option, then start again"
        case "bad_data", "bad_id", "missing_argument", "invalid_field", "unknown_field", "missing_field":
            "correct what it names and do it again; nothing of it was written"
        case "not_found", "unknown_area", "unknown_command": "look at the list of what there is"
        case "store_busy", "busy": "try again in a while"
        case "unauthorized", "forbidden", "out_of_scope", "guarded": "name with --as a worker who may do this"
        default: "gridsyncd doctor looks for what is wrong here"
        }
    }

    /// The exit code that goes with an error code, else with the status that the hub gave it.
    static func exitCode(of code: String, status: Int?) -> Int32 {
        switch code {
        case "usage": return 64
        case "bad_data", "invalid_field", "unknown_field", "missing_field", "invalid_area", "unknown_area",
            "bad_choice",
            "bad_config", "missing_argument", "bad_id":
            return 65
        case "not_found", "no_file", "no_store", "unknown_command": return 66
        case "unreachable", "not_a_hub": return 69
        case "cannot_create", "exists": return 73
        case "io", "store_full": return 74
        case "store_busy", "conflict_moved", "busy": return 75
        case "unauthorized", "revoked", "forbidden", "out_of_scope", "guarded": return 77
        case "internal", "newer_store": return 1
        default: break
        }
        switch status {
        case 400, 413, 415, 422: return 65
        case 404: return 66
        case 401, 403: return 77
        case 409, 429, 503: return 75
        default: return 1
        }
    }
}
