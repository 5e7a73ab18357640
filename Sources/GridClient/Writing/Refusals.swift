import GridCausality
import GridRecords
import GridStore
import GridSync

/// The refusals that more than one part of the client gives.
extension ClientError {
    static func unknownKind(_ id: String, _ catalogue: Catalogue) -> ClientError {
        ClientError(
            code: "unknown_kind", message: "There is no kind \(id).",
            hint: "There are: " + catalogue.kinds.map(\.id).joined(separator: ", ") + ".")
    }

    static func outOfScope(_ message: String, _ manifest: ScopeManifest) -> ClientError {
        ClientError(
            code: "out_of_scope", message: message,
            hint: "Yours are: " + manifest.assigned.map(\.text).joined(separator: ", ") + ".")
    }

    static func recordDeleted(_ id: RecordID) -> ClientError {
        ClientError(
            code: "record_deleted", message: "The record \(id) is deleted.",
            hint: "`gridsync restore-record \(id)` brings it back.")
    }

    static func noSuchRecord(_ id: String) -> ClientError {
        ClientError(
            code: "no_such_record", message: "There is no record \(id) on this device.",
            hint: "`gridsync list` shows the records; `gridsync pull` brings new ones.")
    }

    static func badInput(_ message: String, hint: String = "") -> ClientError {
        ClientError(code: "bad_input", message: message, hint: hint, exitCode: 65)
    }
}

extension ScopeManifest {
    /// Whether an area is in scope; an assigned one is, even where the hub lost what it knew of it.
    func holds(_ area: AreaCode) -> Bool {
        if assigned.contains(area) { return true }
        var low = 0
        var high = areas.count
        while low < high {
            let middle = (low + high) / 2
            if areas[middle].code < area { low = middle + 1 } else { high = middle }
        }
        return low < areas.count && areas[low].code == area
    }
}
