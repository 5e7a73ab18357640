import GridCausality
import GridRecords
import GridStore
import GridSync

/// A request with what can be worked out of it without the store: beside the writer, by the task that brought it.
struct PreparedRequest: Sendable {
    let request: SyncRequest
    /// The device's clock less the hub's wall clock when the request came, milliseconds: waiting for the writer is no
    /// error of the device's.
    let clockOffset: Int64
    /// One for each changeset; none when there are more changesets than may come.
    let changesets: [PreparedChangeset]

    /// - Parameter arrival: when it came, by the hub's wall clock, milliseconds since 1970.
    init(
        _ request: SyncRequest, from device: DeviceID, at arrival: Int64, catalogue: Catalogue,
        codec: any CreationCoding
    ) {
        self.request = request
        let offset = EffectiveTime.offset(deviceTime: request.hello.deviceTime, hubTime: arrival)
        clockOffset = offset
        let isWithinLimit = request.changesets.count <= Limits.changesetsPerMessage
        changesets = (isWithinLimit ? request.changesets : []).map {
            PreparedChangeset($0, from: device, clockOffset: offset, at: arrival, catalogue: catalogue, codec: codec)
        }
    }
}

/// A changeset with what follows from it and the catalogue alone. An object: the writer hands it from one to the next.
final class PreparedChangeset: Sendable {
    let pushed: PushedChangeset
    /// Its canonical bytes, and their hash as the chain has it.
    let body: [UInt8]
    let hash: [UInt8]
    /// Whether the catalogue allows every change as it stands, however old the catalogue is that it was made with.
    let isValid: Bool
    /// Whether a guard of the catalogue may have something to say of a write. Not of a creation that is drafted: who has
    /// seen nothing breaches no more where the record is known, as guards judge by what was seen.
    let isGuarded: Bool
    /// Nil where there is more to do than to take it as it is.
    let creation: DraftedCreation?

    init(
        _ pushed: PushedChangeset, from device: DeviceID, clockOffset: Int64, at arrival: Int64, catalogue: Catalogue,
        codec: any CreationCoding
    ) {
        self.pushed = pushed
        let changes = pushed.changeset.changes
        body = pushed.changeset.canonicalBytes
        hash = pushed.withheldHash ?? sha256(body)
        let located = changes.map { LocatedChange($0, in: catalogue) }
        isValid = located.allSatisfy { Validation.check($0).allSatisfy(\.isWarning) }
        creation =
            isValid && pushed.withheldHash == nil
            ? DraftedCreation(
                pushed.changeset, body, located, from: device, clockOffset: clockOffset, at: arrival,
                catalogue: catalogue, codec: codec) : nil
        isGuarded = creation == nil && located.contains(where: Guard.concerns)
    }
}

/// The record that a changeset creates, where nothing else is known of it and everybody may create it so: the catalogue
/// allows it, and no guard speaks against it.
struct DraftedCreation: Sendable {
    /// Under which it was drafted; under another it is to be applied anew.
    let stamp: Stamp
    /// What stands before the changeset in the record's row.
    let start: [UInt8]
    let areas: [AreaCode]

    /// - Parameters:
    ///   - changeset: one that the catalogue allows.
    ///   - body: its canonical bytes.
    ///   - located: its changes.
    fileprivate init?(
        _ changeset: Changeset, _ body: [UInt8], _ located: [LocatedChange], from device: DeviceID, clockOffset: Int64,
        at arrival: Int64, catalogue: Catalogue, codec: any CreationCoding
    ) {
        guard let change = changeset.onlyCreation, let creation = located.first, !change.hasBoxes,
            change.write(at: .deleted) == nil
        else { return nil }
        let record = Record(id: change.record, kind: change.kind)
        guard Validation.missingAtClose(creation, before: record).isEmpty,
            Guard.breaches(of: creation, before: record, role: nil).isEmpty
        else { return nil }
        let time = EffectiveTime.fix(deviceTime: changeset.deviceTime, clockOffset: clockOffset, receipt: arrival)
        stamp = Stamp(
            dot: changeset.dot, author: changeset.author, device: device, deviceTime: changeset.deviceTime,
            effectiveTime: time, clockOffset: clockOffset
        ).observing(change)
        start = codec.start(ofCreation: body.count, stamp: stamp)
        areas = change.areas(catalogue, stamp: stamp)
    }

    /// The record as it goes into the store with the changeset, whose body is the end of its own; nil where the hub knows
    /// of it already, or has another stamp for it.
    func record(of changeset: Changeset, stamp: Stamp, position: UInt64, _ work: HubWork) throws -> StoredRecord? {
        guard let change = changeset.onlyCreation, stamp.observing(change) == self.stamp,
            try work.record(change.record) == nil
        else { return nil }
        return StoredRecord(
            id: change.record, kind: change.kind, body: start, position: position, areas: areas, isDeleted: false)
    }
}

extension SyncResponse {
    /// Puts the codes on the receipts: after the commit, beside the writer.
    mutating func authenticate(_ prepared: PreparedRequest, keys: HubKeys) {
        for (index, changeset) in zip(verdicts.indices, prepared.changesets) {
            let receipt = verdicts[index].receipt
            verdicts[index].receipt.mac = keys.mac(
                Receipt.authenticated(
                    epoch: receipt.epoch, dot: changeset.pushed.changeset.dot, hash: changeset.hash,
                    effectiveTime: receipt.effectiveTime, verdict: receipt.verdict), for: .receipt)
        }
    }
}
