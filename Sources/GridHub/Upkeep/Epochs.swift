import GridCausality
import GridRecords
import GridStore
import GridSync

/// Epochs: one history of the hub. A hub that went back to an earlier state starts a new one.
extension HubWork {
    func epoch() throws -> EpochID {
        guard let hex = try documents.get(.meta, "epoch", as: String.self),
            let bytes = Hexadecimal.decode(hex), let epoch = EpochID(bytes: bytes)
        else { return try startEpoch() }
        return epoch
    }

    /// The replica under which the hub itself writes in this epoch.
    func hubReplica() throws -> ReplicaID {
        _ = try epoch()
        guard let hex = try documents.get(.meta, "replica", as: String.self), let replica = ReplicaID(hex: hex) else {
            throw StoreError(
                .corrupt, operation: "read the hub's replica", detail: "it is not there", hint: "gridsyncd verify")
        }
        return replica
    }

    /// Begins a history of its own: a new id and a new replica for what is written here. Positions of devices are
    /// forgotten, for what they were told may not be here any more.
    @discardableResult
    func startEpoch() throws -> EpochID {
        let epoch = EpochID(bits: mintBits())
        try documents.put(.meta, "epoch", epoch.description)
        try documents.put(.meta, "epoch/\(epoch)", now)
        try documents.put(.meta, "replica", ReplicaID(bits: mintBits()).hex)
        for (key, value) in try documents.all(.devices, as: DeviceDocument.self) where value.cursorPosition > 0 {
            var device = value
            device.cursorPosition = 0
            try documents.put(.devices, key, device)
        }
        _ = try advance(Array("epoch \(epoch)".utf8))
        return epoch
    }

    /// Whether this hub is, or once was, in that epoch. Of one that it never heard of it has gone back behind the
    /// beginning.
    func knows(_ epoch: EpochID) throws -> Bool { try documents.has(.meta, "epoch/\(epoch)") }

    /// After a restore: the devices and prohibitions of the ledger again, then a new epoch.
    func finishRestore(ledger: [String]?) throws {
        try replay(ledger ?? [])
        if ledger == nil {
            for (key, value) in try documents.all(.devices, as: DeviceDocument.self) where !value.isRevoked {
                var device = value
                device.needsConfirmation = true
                try documents.put(.devices, key, device)
            }
        }
        try startEpoch()
        try alarm("restored", "the hub was restored from a backup" + (ledger == nil ? " without its ledger" : ""))
        try audit("admin", "restore", "", ledger == nil ? "without ledger" : "\(ledger?.count ?? 0) ledger lines")
    }

    /// A device noticed that this hub went back without a word: what must not be taken back is done again, and a new
    /// history begins.
    @discardableResult
    func noticeRegression(by device: String) throws -> EpochID {
        try replay(try environment.ledger.lines())
        let epoch = try startEpoch()
        try alarm("hub_went_back", device: device, "a device knows of changes that this hub does not hold")
        return epoch
    }

    /// Does again what the ledger says and this hub has not, or no longer, done; what is done stays as it is.
    func replay(_ ledger: [String]) throws {
        let entries = ledger.compactMap { LedgerLine(text: $0) }
        let assigned = Dictionary(
            entries.filter { $0.what == .assigned }.map { ($0.subject, $0.areas ?? []) }, uniquingKeysWith: { $1 })
        for entry in entries {
            switch entry.what {
            case .revoked:
                if try documents.has(.devices, entry.subject) {
                    try revoke(entry.subject, by: "restore", inLedger: false)
                }
            case .disabled:
                if var worker = try documents.get(.workers, entry.subject, as: WorkerDocument.self), !worker.isDisabled
                {
                    worker.isDisabled = true
                    try documents.put(.workers, entry.subject, worker)
                }
            case .assigned:
                // What was assigned last is what counts.
                if var worker = try documents.get(.workers, entry.subject, as: WorkerDocument.self),
                    let areas = assigned[entry.subject], worker.areas != areas
                {
                    worker.areas = areas
                    try documents.put(.workers, entry.subject, worker)
                }
            case .enrolled:
                if let device = entry.device { try enrolAgain(entry.subject, at: entry.at, device) }
            case .erased:
                if let id = RecordID(text: entry.subject) {
                    try erase(id, reason: entry.reason ?? "", by: "restore", inLedger: false)
                }
            }
        }
    }
}
