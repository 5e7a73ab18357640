import GridGoverning
import GridRecords

/// The refusals that more than one room of the hub gives.
extension HubError {
    static func missing(_ what: String, _ id: String, hint: String = "") -> HubError {
        HubError("not_found", status: 404, "there is no \(what) \(id)", hint: hint)
    }

    static func badInput(_ code: String, _ message: String, hint: String = "") -> HubError {
        HubError(code, status: 422, message, hint: hint)
    }

    static func forbidden(_ message: String, hint: String = "") -> HubError {
        HubError("forbidden", status: 403, message, hint: hint)
    }

    /// What an office's rules refuse, with the status that goes with its code.
    init(_ error: GoverningError) {
        let status =
            switch error.code {
            case "not_found": 404
            case "corrupt": 500
            default: 422
            }
        self.init(error.code, status: status, error.message, hint: error.hint)
    }

    static let withoutRules = HubError(
        "not_found", status: 404, "this hub was opened without rules to govern by")

    static let unauthorized = HubError(
        "unauthorized", status: 401, "the hub does not know this device",
        hint: "enrol it again with a new code: gridsync enrol")

    static let revoked = HubError(
        "revoked", status: 403, "this device was revoked",
        hint: "what it has not sent stays on it; hand it to your supervisor")
}

/// Arguments of a command, with refusals that name what is missing.
struct Arguments {
    let json: JSONValue

    func text(_ key: String) throws -> String {
        guard let value = json[key]?.string, !value.isEmpty else {
            throw HubError.badInput("missing_argument", "the command needs \(key)")
        }
        return value
    }

    func optionalText(_ key: String) -> String? { json[key]?.string.flatMap { $0.isEmpty ? nil : $0 } }

    func texts(_ key: String) -> [String] { json[key]?.array?.compactMap(\.string) ?? [] }

    func record(_ key: String) throws -> RecordID {
        let text = try text(key)
        guard let id = RecordID(text: text) else {
            throw HubError.badInput(
                "bad_id", "\(text) is not a record id", hint: "such as 0190a6e0-…: gridsync list shows them")
        }
        return id
    }
}
