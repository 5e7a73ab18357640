import Foundation
import GridRecords

/// One prohibition in the ledger that lies outside the backups: a JSON object a line.
struct LedgerLine: Codable, Equatable {
    enum What: String, Codable {
        case revoked, disabled, assigned, erased
    }

    var at: Int64
    var what: What
    /// The device, worker or record.
    var subject: String
    var areas: [String]?
    var reason: String?

    init(at: Int64, what: What, subject: String, areas: [String]? = nil, reason: String? = nil) {
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
