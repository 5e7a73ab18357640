import Foundation
import GridRecords

/// One line of the ledger that lies outside the backups, a JSON object: a prohibition, which no restore takes back, or
/// a device, which would else be locked out with what it alone still has.
struct LedgerLine: Codable, Equatable {
    enum What: String, Codable {
        case revoked, disabled, assigned, erased, enrolled
    }

    /// What a restored hub needs to know a device again.
    struct Device: Codable, Equatable {
        var worker: String
        var replica: String
        /// Hex SHA-256 of the token.
        var token: String
        /// Hex SHA-256 of the enrolment code that was used up; nil for a copy of another device.
        var code: String?
        var ancestor: String?
        var common: UInt64?
        var needsConfirmation: Bool
    }

    var at: Int64
    var what: What
    /// The device, worker or record.
    var subject: String
    var areas: [String]?
    var reason: String?
    var device: Device?

    init(
        at: Int64, what: What, subject: String, areas: [String]? = nil, reason: String? = nil, device: Device? = nil
    ) {
        self.device = device
        self.at = at
        self.what = what
        self.subject = subject
        self.areas = areas
        self.reason = reason
    }

    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(self) else { preconditionFailure("texts and numbers are JSON") }
        return String(decoding: data, as: UTF8.self)
    }

    /// Nil for a line that is not one of the ledger's.
    init?(text: String) {
        guard let line = try? JSONDecoder().decode(LedgerLine.self, from: Data(text.utf8)) else { return nil }
        self = line
    }
}
