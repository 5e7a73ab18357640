import GridRecords
import GridSync

/// A pull without a push. Its page is read from a snapshot beside the writer, so that nobody's push waits for it; what
/// remains for the writer is one small document: which commits the device has been told of.
struct DraftedPull {
    fileprivate let opening: Opening
    fileprivate let tree: AreaTree
    /// Up to which commit the page tells everything.
    fileprivate let seen: UInt64
}

extension HubWork {
    /// The answer as it is in this snapshot; nil where there is more to say than a page.
    func draftPull(_ prepared: PreparedRequest, session: DeviceSession) throws -> DraftedPull? {
        let request = prepared.request
        guard let pull = request.pull else { return nil }
        var opening = try opening(of: prepared, session: session)
        guard case .normal = opening.judgement else { return nil }
        let seen = try fill(&opening.response, pull: pull, opening)
        try close(&opening, request.hello)
        return DraftedPull(opening: opening, tree: tree, seen: seen)
    }

    /// The drafted answer, noted with the device. When person, areas, epoch or the device's own log have moved since
    /// the snapshot, the exchange is done anew.
    func finish(_ draft: DraftedPull, _ prepared: PreparedRequest, session: DeviceSession) throws -> SyncResponse {
        let request = prepared.request
        var (device, worker) = try admitted(session)
        let response = draft.opening.response
        guard worker == draft.opening.worker, device.replica == draft.opening.device.replica,
            tree.isSame(as: draft.tree), try epoch() == response.epoch,
            try head(request.hello.replica) == response.head
        else { return try exchange(prepared, session: session) }
        device.note(prepared, received: 0, at: now)
        device.cursorPosition = max(device.cursorPosition, draft.seen)
        try documents.put(.devices, device.id, device)
        return response
    }
}

extension SyncRequest {
    /// Whether nothing is brought.
    var onlyPulls: Bool { pull != nil && changesets.isEmpty }
}

extension DeviceDocument {
    /// What a hello tells of the device.
    mutating func note(_ prepared: PreparedRequest, received count: Int, at now: Int64) {
        let hello = prepared.request.hello
        lastSync = now
        unsent = hello.unsent >= UInt64(count) ? hello.unsent - UInt64(count) : 0
        clockOffset = prepared.clockOffset
        software = String(hello.software.prefix(Limits.codeBytes))
    }
}
