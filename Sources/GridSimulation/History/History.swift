import GridCausality
import GridClient
import GridRecords
import GridSync

/// Everything that passed between devices and hub, as a witness at the hub's door saw it. The checkers judge by this,
/// not by what the programs keep of themselves.
final class History {
    struct Answered {
        let hash: [UInt8]
        let verdict: Verdict.Kind
        let receipt: Receipt
        let at: Int64
    }

    /// What the hub last answered for each changeset.
    private(set) var answered: [Dot: Answered] = [:]
    /// The records of applied changesets that touch more than one.
    private(set) var joint: [Dot: [RecordID]] = [:]
    private var jointOfRecord: [RecordID: [Dot]] = [:]
    /// In the order in which they first spoke.
    private(set) var replicas: [ReplicaID] = []
    private var heads: [ReplicaID: UInt64] = [:]
    /// No device of a run writes so much.
    private static let impossibleCounter: UInt64 = 1_000_000
    /// Records erased by law, by id.
    var erased: Set<String> = []
    /// Changesets that a reviewer took out of quarantine, with how often the hub had gone back by then.
    var accepted: [Dot: Int] = [:]
    /// Devices that were locked out: since when, and how often the hub had gone back by then.
    private var revoked: [DeviceID: (at: Int64, regressions: Int)] = [:]
    /// The areas of each scope manifest that the hub gave out, by its version.
    private var scopes: [String: Set<AreaCode>] = [:]

    /// What was answered before may be answered otherwise now: the hub does not remember it.
    func hubWentBack(at: Int64) {
        heads = [:]
        hasForgotten = Set(answered.keys)
        endedEpochs = []
    }

    private var hasForgotten: Set<Dot> = []
    /// The epochs in which the hub answered, and those of them that an announced restore has ended.
    private var epochs: Set<EpochID> = []
    private var endedEpochs: Set<EpochID> = []

    /// A restore that was announced begins a new history at once, before the first device speaks.
    func restoreFinished() { endedEpochs = epochs }

    /// Pages so far, and of how many one is opened: opening all would cost as much as what is tested.
    private var pages = 0
    private static let pagesOpened = 4

    func revoke(_ device: String, at: Int64, regressions: Int) { revoked[DeviceID(device)] = (at, regressions) }

    /// Who may not be served is not, and nobody is sent a record of areas that are not his.
    func checkAudience(of response: SyncResponse, to hello: Hello, arrived: Int64, world: World) {
        if let revoked = revoked[hello.device], revoked.at < arrived, revoked.regressions == world.hub.regressions,
            response.standing == .normal
        {
            world.find("P9 revoked", "device \(hello.device) was locked out and is still served")
        }
        if let manifest = response.manifest {
            scopes[manifest.version] = Set(manifest.assigned + manifest.areas.map(\.code))
        }
        guard let page = response.page, let scope = scopes[response.manifest?.version ?? hello.manifestVersion]
        else { return }
        pages += 1
        guard pages % History.pagesOpened == 0 else { return }
        for body in page.records {
            guard let record = try? world.rows.decode(body) else { continue }
            let areas = RecordView(record, catalogue: County.catalogues[world.hub.catalogue]).areas
            if !areas.isEmpty, scope.isDisjoint(with: areas) {
                world.find("P9 scope", "device \(hello.device) was sent record \(record.id) of another's area")
            }
        }
    }

    func note(_ request: SyncRequest, _ response: SyncResponse, at: Int64, world: World) {
        let replica = request.hello.replica
        if !replicas.contains(replica) { replicas.append(replica) }
        if let before = heads[replica], response.head < before {
            world.find("I12 heads", "replica \(replica): head \(response.head) after \(before)")
        }
        heads[replica] = response.head
        epochs.insert(response.epoch)
        if endedEpochs.contains(response.epoch) {
            world.find("I12 epochs", "the hub answers in epoch \(response.epoch), which a restore ended")
        }
        for (pushed, answer) in zip(request.changesets, response.verdicts) {
            let dot = pushed.changeset.dot
            guard answer.counter == dot.counter else {
                world.find("verdicts", "the answer to \(dot) is for counter \(answer.counter)")
                continue
            }
            let hash = pushed.withheldHash ?? sha256(pushed.changeset.canonicalBytes)
            judge(dot, hash, answer, at, world)
            if answer.verdict.kind.isApplied { checkClaims(of: pushed.changeset, in: response.epoch, world) }
            let records = pushed.changeset.changes.map(\.record)
            // A hub that went back may set aside now what an earlier one had applied, or take from a clone another
            // changeset under the dot.
            if !answer.verdict.kind.isApplied || records.count == 1 {
                joint[dot] = nil
            } else if joint.updateValue(records, forKey: dot) == nil {
                for record in records { jointOfRecord[record, default: []].append(dot) }
            }
        }
    }

    /// Nobody's context takes effect that claims to have seen what nobody had written. What is claimed of an earlier
    /// epoch is cut down to what the hub knows.
    private func checkClaims(of changeset: Changeset, in epoch: EpochID, _ world: World) {
        let claims = changeset.changes.filter { $0.epoch == epoch }.flatMap(\.context.entries)
        for entry in claims where entry.replica != changeset.dot.replica {
            if entry.counter >= History.impossibleCounter {
                world.find("I10 contexts", "\(changeset.dot) took effect with \(entry.replica):\(entry.counter)")
            }
        }
    }

    /// Changesets of several records, this one among them, that the hub as it is now was sent.
    func joint(touching record: RecordID) -> [Dot] {
        (jointOfRecord[record] ?? []).filter { joint[$0] != nil && !hasForgotten.contains($0) }
    }

    /// The part of a context that the hub as it is now has shown to know.
    func known(_ context: VersionVector) -> VersionVector {
        guard !hasForgotten.isEmpty else { return context }
        return VersionVector(
            context.entries.map { .init(replica: $0.replica, counter: min($0.counter, heads[$0.replica] ?? 0)) })
    }

    private func judge(_ dot: Dot, _ hash: [UInt8], _ answer: VerdictEntry, _ at: Int64, _ world: World) {
        let latest = at + 360_001
        if answer.receipt.effectiveTime > latest {
            world.find("I15 effective time", "\(dot) has \(answer.receipt.effectiveTime), the hub's clock \(at)")
        }
        guard let before = answered[dot], !hasForgotten.contains(dot) else {
            if answer.verdict.kind != .forked {
                answered[dot] = Answered(hash: hash, verdict: answer.verdict.kind, receipt: answer.receipt, at: at)
                hasForgotten.remove(dot)
            }
            return
        }
        if before.hash != hash {
            if answer.verdict.kind != .forked {
                world.find("I8 one content a dot", "\(dot) was taken with two contents")
            }
        } else if before.verdict != answer.verdict.kind || before.receipt != answer.receipt {
            world.find(
                "I5 one answer a changeset",
                "\(dot) had \(before.verdict) of \(before.receipt.effectiveTime), then \(answer.verdict.kind) of "
                    + "\(answer.receipt.effectiveTime)")
        }
    }
}

/// What the copies on a device were when last looked at.
struct SeenCopies {
    struct Copy {
        let body: [UInt8]
        let context: VersionVector
        /// What of it the hub had shown to know by then.
        let known: VersionVector
    }

    var copies: [RecordID: Copy] = [:]
    /// The hub's regressions at that time: after one, contexts may shrink.
    var regressions = 0
}
