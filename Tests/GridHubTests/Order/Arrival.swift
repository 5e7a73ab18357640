import GridCausality
import GridRecords
import GridStore
import GridSync
import GridWire
import Testing

@testable import GridHub

/// A hub to which stories come, below the hello: `Admission` judges, applies and logs each changeset.
///
/// Two things are held still, so that only the order of arrival differs. The effective time of a changeset is its
/// device's time: the clock offset is 0 and the receipt later than all. And every device has a cursor beyond the last
/// commit, so that a context is known when the changeset behind it has come; when it was pulled is not asked.
struct Arrival: Sendable {
    /// One hub for all tests; each story begins with a copy of it.
    static let shared = Task { try await Arrival() }

    let boxes: StoryBoxes
    /// The epoch in which the stories are told.
    let epoch: EpochID
    private let empty: MemoryHubStore
    private let tree: AreaTree
    let catalogue: Catalogue
    private let environment: HubEnvironment
    let codec = RecordRowCodec()
    /// What the hub remembers of records from one changeset to the next; nil for one that remembers nothing.
    private var recordReadings: RecordReadings? = RecordReadings()

    init() async throws {
        let harness = try await HubHarness()
        let keys = HubKeys(master: [UInt8](repeating: 7, count: 32))
        boxes = try StoryBoxes(keys: keys)
        empty = harness.store.snapshot()
        catalogue = harness.hub.catalogue
        tree = AreaTree(try empty.read { try HubWork.areas(in: Documents(transaction: $0)) })
        let seed = Seed(5)
        environment = HubEnvironment(
            clock: { Arrival.receipt }, random: { seed.bytes($0) }, keys: keys, ledger: MemoryLedger(), software: "test"
        )
        let bits = try empty.read { try Documents(transaction: $0).get(.meta, "epoch", as: String.self) }
        epoch = try #require(bits.flatMap { Hexadecimal.decode($0) }.flatMap { EpochID(bytes: $0) })
    }

    /// Later than every time in a story.
    private static let receipt: Int64 = HubHarness.start + 30 * 86_400_000

    func tell(_ count: Int, seed: Int, devices: Int = 5, records: Int = 4) -> Story {
        Storyteller.tell(
            count, seed: seed, catalogue: catalogue, epoch: epoch, boxes: boxes, devices: devices, records: records)
    }

    private func work(_ transaction: any HubTransaction) -> HubWork {
        HubWork(
            transaction: transaction, catalogue: catalogue, tree: tree, codec: codec, environment: environment,
            now: Arrival.receipt, recordReadings: recordReadings ?? RecordReadings())
    }

    /// The same hub, which looks everything up anew.
    var forgetful: Arrival {
        var arrival = self
        arrival.recordReadings = nil
        return arrival
    }

    /// Brings a story to an empty hub.
    ///
    /// - Parameter lostAfter: from this place in the order on, the hub has lost what it once held and gets it again in
    ///   a new epoch, each changeset with its receipt; nil for a hub that lost nothing.
    func bring(
        _ story: Story, in order: [Int], lostAfter: Int? = nil, watching: ((any HubStore) throws -> Void)? = nil,
        finally: ((any HubStore) throws -> Void)? = nil
    ) throws -> Outcome {
        let store = empty.snapshot()
        for (place, index) in order.enumerated() {
            if place == lostAfter { try commit(to: store) { try $0.startEpoch() } }
            try admit(story.told[index], to: store, isProven: place >= lostAfter ?? .max)
            try watching?(store)
        }
        try finally?(store)
        return try outcome(of: store)
    }

    /// Brings a story in every order that is allowed; orders that begin alike share what they share.
    func bringEvery(_ story: Story, isLost: Bool, _ judge: ([Int], Outcome) throws -> Void) throws {
        let predecessors = story.predecessors(causal: !isLost)
        func extend(_ order: [Int], _ store: MemoryHubStore) throws {
            if order.count == story.told.count { return try judge(order, try outcome(of: store)) }
            for next in story.told.indices
            where !order.contains(next) && predecessors[next].allSatisfy({ order.contains($0) }) {
                let copy = store.snapshot()
                try admit(story.told[next], to: copy, isProven: isLost)
                try extend(order + [next], copy)
            }
        }
        let store = empty.snapshot()
        if isLost { try commit(to: store) { try $0.startEpoch() } }
        try extend([], store)
    }

    private func commit(to store: MemoryHubStore, _ job: (HubWork) throws -> Void) throws {
        try withoutActuallyEscaping(job) { job in
            for result in try store.commit([{ try job(work($0)) }]) { try result.get() }
        }
    }

    private func outcome(of store: MemoryHubStore) throws -> Outcome { try store.read { try outcome(work($0)) } }

    /// As the hub does: what a changeset creates is taken for new, and if it is not, all is done again with a look.
    private func admit(_ told: Story.Told, to store: MemoryHubStore, isProven: Bool) throws {
        do {
            try commit(to: store) { try admit(told, $0, isProven: isProven, usesDrafts: true) }
        } catch let error as StoreError where error.code == .taken {
            try commit(to: store) { try admit(told, $0, isProven: isProven, usesDrafts: false) }
        }
    }

    private func admit(_ told: Story.Told, _ work: HubWork, isProven: Bool, usesDrafts: Bool) throws {
        let author = told.changeset.author.text
        var admission = Admission(
            work: work,
            device: DeviceDocument(
                id: "d\(told.device)", worker: author, replica: told.dot.replica.hex, token: "", isRevoked: false,
                enrolledAt: 0, unsent: 0, clockOffset: 0, software: "test", cursorPosition: .max,
                needsConfirmation: false),
            worker: WorkerDocument(
                id: author, name: author, role: told.role.rawValue, areas: ["330781"], isDisabled: false),
            scope: tree.scope(of: ["330781"].map { AreaCode($0) }), epoch: try work.epoch(), receipt: Arrival.receipt,
            usesDrafts: usesDrafts)
        let receipt = work.receipt(
            told.dot, hash: told.hash, told.changeset.deviceTime, .applied, epoch: epoch)
        let item = Incoming.Item(
            prepared: PreparedChangeset(
                PushedChangeset(changeset: told.changeset, receipt: isProven ? receipt : nil),
                from: DeviceID("d\(told.device)"), clockOffset: 0, at: Arrival.receipt, catalogue: work.catalogue,
                codec: work.codec),
            chain: nil)
        if usesDrafts, item.isDrafted(beyond: 0) { work.expectNew(told.changeset.changes.map(\.record)) }
        admission.ahead = try admission.foresee([item], beyond: 0)
        let answer = try admission.take(item, head: 0)
        if answer.verdict.kind == .quarantined {
            throw SetAside(dot: told.dot, reason: answer.verdict.reason, detail: answer.verdict.detail)
        }
    }

    /// An honest changeset that the hub set aside.
    struct SetAside: Error {
        let dot: Dot
        let reason: Reason?
        let detail: String
    }

    /// The bases of all disputes whose sides do not tell it themselves, as kept and as the whole history gives them.
    func bases(in store: any HubStore) throws -> [(kept: Base?, whole: Base?)] {
        try store.read { transaction in
            let work = work(transaction)
            var bases: [(kept: Base?, whole: Base?)] = []
            for stored in try transaction.records(after: nil, limit: .max) {
                let record = try work.decode(stored)
                for dispute in record.disputes(catalogue) where dispute.path != .deleted {
                    let claims = record.claims(at: dispute.path)
                    guard let from = claims.first?.from, claims.allSatisfy({ $0.from == from }) else {
                        let history = try work.history(of: record.id).map { (change: $0.change, stamp: $0.stamp) }
                        bases.append(
                            (
                                record.bases.first { $0.path == dispute.path },
                                work.base(of: dispute, of: record.kind, outOf: history)
                            ))
                        continue
                    }
                }
            }
            return bases
        }
    }

    private func outcome(_ work: HubWork) throws -> Outcome {
        var lines: [String] = []
        for stored in try work.transaction.records(after: nil, limit: .max) {
            let record = try work.decode(stored)
            lines.append("areas \(stored.id) \(stored.areas) \(stored.isDeleted)")
            lines.append("context \(stored.id) \(record.context)")
            lines += record.stamps.map { "stamp \(stored.id) \($0)" }
            lines += record.registers.map { "siblings \(stored.id) \($0.path) \($0.siblings)" }
            lines += record.unmet.map { "unmet \(stored.id) \($0)" }
            lines += record.bases.map { "base \(stored.id) \($0)" }
            lines.append("bytes \(stored.id) \(Hexadecimal.encode(stored.body))")
        }
        lines += try work.lines(in: nil).map { "export \($0.line.text)" }
        // When a conflict came to light depends on the order; what it is does not.
        lines += try work.conflicts(area: nil, kind: nil).map { "conflict \($0.dispute.json(openedAt: nil).text)" }
        return Outcome(lines: lines)
    }

    /// All that must not depend on the order of arrival, as text.
    struct Outcome: Equatable {
        let lines: [String]

        /// The first lines that are not the same; nil when all are.
        func difference(from other: Outcome) -> String? {
            guard lines != other.lines else { return nil }
            let mine = Set(lines)
            let theirs = Set(other.lines)
            let only = lines.filter { !theirs.contains($0) }.prefix(3).map { "here:  \($0.prefix(900))" }
            let lacking = other.lines.filter { !mine.contains($0) }.prefix(3).map { "there: \($0.prefix(900))" }
            return (only + lacking).joined(separator: "\n")
        }
    }
}
