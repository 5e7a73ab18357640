import GridGoverning
import GridRecords
import GridStore
import GridSync

/// The basis of reports as the device keeps it: the contents apart from when they were last known to be the hub's.
struct StoredBasis {
    private static let key = "office"
    private static let stateKey = "office_state"

    /// Of the contents.
    let hash: String
    /// When the hub last said that these are its contents, milliseconds since 1970 by its clock.
    let at: Int64
    /// The same moment by the device's clock.
    let askedAt: Int64

    /// Nil on a device that never asked.
    init?(_ work: DeviceWork) throws {
        guard let json = try work.transaction.json(StoredBasis.stateKey), let hash = json["hash"]?.string,
            let at = json["at"]?.integer, let askedAt = json["asked_at"]?.integer
        else { return nil }
        (self.hash, self.at, self.askedAt) = (hash, at, askedAt)
    }

    /// Takes an answer of the hub, `{"hash","at","basis"?}`, in.
    static func keep(_ answer: JSONValue, _ work: DeviceWork) throws {
        guard let hash = answer["hash"]?.string, let at = answer["at"]?.integer else {
            throw ClientError(code: "not_a_hub", message: "The hub's answer about its rules cannot be read.")
        }
        if let contents = answer["basis"] {
            // Read before it is kept: what this program does not understand does not replace what it does.
            _ = try OfficeBasis(json: contents)
            try work.transaction.put(StoredBasis.key, contents)
        }
        try work.transaction.put(
            StoredBasis.stateKey, ["hash": .string(hash), "at": .integer(at), "asked_at": .integer(work.now)])
    }

    /// Takes away what was told for areas that are not this device's any more.
    static func forget(_ work: DeviceWork) throws {
        for key in [StoredBasis.key, StoredBasis.stateKey] { try work.transaction.removeDocument(Shelf.device, key) }
    }

    func contents(_ work: DeviceWork) throws -> OfficeBasis {
        guard let json = try work.transaction.json(StoredBasis.key) else { throw ClientError.noBasis }
        return try OfficeBasis(json: json)
    }
}

extension ClientError {
    static let noBasis = ClientError(
        code: "no_basis", message: "This device does not have the office's rules for reports yet.",
        hint: "Run `gridsync report fetch` with a connection; later reports need none.", exitCode: 66)

    init(_ error: GoverningError) {
        let exitCode: Int32 =
            switch error.code {
            case "not_found": 66
            case "corrupt": 74
            default: 65
            }
        self.init(code: error.code, message: error.message, hint: error.hint, exitCode: exitCode)
    }
}
