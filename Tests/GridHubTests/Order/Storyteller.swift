import GridCausality
import GridRecords

@testable import GridHub

/// Makes up a story: several devices that create, edit, delete, restore and decide, and sync or pull now and then.
///
/// Everything is done as an honest device does it: contexts, values seen and kept dots are those of the copy on the
/// device, and what validation or a guard refuses at entry is not written.
struct Storyteller {
    private struct Device {
        let replica: ReplicaID
        let author: WorkerID
        let id: DeviceID
        let role: Role
        var counter: UInt64 = 0
        /// The hub's copies as of the last pull, with what is unsent on top.
        var copies: [RecordID: Record] = [:]
        var unsent: [Int] = []
    }

    let catalogue: Catalogue
    let epoch: EpochID
    let seed: Seed
    private let recordLimit: Int
    private var values: StoryValues
    private var devices: [Device]
    private var hub: [RecordID: Record] = [:]
    private var story = Story()
    /// The fields that this story is about, by kind.
    private let fields: [String: [FieldDefinition]]

    init(seed number: Int, catalogue: Catalogue, epoch: EpochID, boxes: StoryBoxes, devices: Int, records: Int) {
        let seed = Seed(UInt64(number) &* 7919 &+ 11)
        self.catalogue = catalogue
        self.epoch = epoch
        self.seed = seed
        recordLimit = records
        values = StoryValues(seed: seed, boxes: boxes)
        self.devices = (0..<devices).map { index in
            Device(
                replica: ReplicaID(high: seed.next(), low: UInt64(index)), author: WorkerID("w\(index)"),
                id: DeviceID("d\(index)"), role: index % 2 == 1 ? .supervisor : .worker)
        }
        fields = Dictionary(
            uniqueKeysWithValues: catalogue.kinds.map { kind in
                let asking = kind.fields.filter { $0.needsSeenValue || $0.policy.name == .elements }
                return (kind.id, (0..<3).flatMap { _ in [seed.one(of: kind.fields), seed.one(of: asking)] })
            })
    }

    static func tell(
        _ count: Int, seed: Int, catalogue: Catalogue, epoch: EpochID, boxes: StoryBoxes, devices: Int = 5,
        records: Int = 4
    ) -> Story {
        var teller = Storyteller(
            seed: seed, catalogue: catalogue, epoch: epoch, boxes: boxes, devices: devices, records: records)
        while teller.story.told.count < count {
            let device = teller.seed.number(below: devices)
            switch teller.seed.number(below: 12) {
            case 0...3: teller.sync(device)
            case 4: teller.pull(device)
            default: teller.write(device)
            }
        }
        return teller.story
    }

    // MARK: Syncing

    private mutating func sync(_ device: Int) {
        for index in devices[device].unsent { apply(story.told[index], to: &hub) }
        devices[device].unsent = []
        devices[device].copies = hub
    }

    /// The answer came, the push was cut off: newer copies with the same unsent changesets on top.
    private mutating func pull(_ device: Int) {
        devices[device].copies = hub
        for index in devices[device].unsent { apply(story.told[index], to: &devices[device].copies) }
    }

    private func apply(_ item: Story.Told, to copies: inout [RecordID: Record]) {
        let changeset = item.changeset
        let stamp = Stamp(
            dot: changeset.dot, author: changeset.author, device: devices[item.device].id,
            deviceTime: changeset.deviceTime, effectiveTime: changeset.deviceTime)
        for change in changeset.changes {
            var record = copies[change.record] ?? Record(id: change.record, kind: change.kind)
            record.apply(values.boxes.opened(change), stamp: stamp.observing(change))
            copies[change.record] = record
        }
    }

    // MARK: Writing

    private mutating func write(_ device: Int) {
        var changes: [RecordID: Change] = [:]
        for _ in 0...(seed.chance(1, of: 4) ? 1 + seed.number(below: 2) : 0) {
            guard let change = change(on: device), changes[change.record] == nil else { continue }
            changes[change.record] = change
        }
        guard !changes.isEmpty else { return }
        devices[device].counter += 1
        let teller = devices[device]
        let changeset = Changeset(
            dot: Dot(replica: teller.replica, counter: teller.counter), author: teller.author,
            deviceTime: values.time(), offsetMinutes: 480, catalogueVersion: catalogue.version,
            salt: seed.bytes(16), changes: Array(changes.values))
        let body = changeset.canonicalBytes
        story.told.append(
            Story.Told(changeset: changeset, device: device, role: teller.role, body: body, hash: sha256(body)))
        devices[device].unsent.append(story.told.count - 1)
        apply(story.told[story.told.count - 1], to: &devices[device].copies)
    }

    private mutating func change(on device: Int) -> Change? {
        let copies = devices[device].copies.values.sorted { $0.id < $1.id }
        let isNew = values.records.count < recordLimit && (copies.isEmpty || seed.chance(1, of: 6))
        guard isNew || !copies.isEmpty else { return nil }
        let role = devices[device].role
        return isNew ? creation(by: role) : edit(of: seed.one(of: copies), by: role)
    }

    private mutating func creation(by role: Role) -> Change? {
        let kind = seed.one(of: catalogue.kinds)
        let id = values.mintRecord()
        var writes: [Path: Write] = [.area: Write(path: .area, value: .code(Text(seed.one(of: StoryValues.areas))))]
        let needed = kind.fields.filter { $0.isRequired || $0.requiredWhen != nil || seed.chance(1, of: 4) }
        for field in needed + (fields[kind.id] ?? []) {
            for write in values.writes(of: field, isCreation: true) { writes[write.path] = write }
        }
        let change = Change(
            record: id, kind: kind.id, context: .empty, epoch: epoch, isCreation: true, writes: Array(writes.values))
        return allowed(change, before: Record(id: id, kind: kind.id), role: role)
    }

    private mutating func edit(of copy: Record, by role: Role) -> Change? {
        let disputes = copy.disputes(catalogue)
        if role.mayReview, !disputes.isEmpty, seed.chance(2, of: 3) { return resolution(of: disputes, in: copy) }
        var writes: [Path: Write] = [:]
        if copy.isDeleted || seed.chance(1, of: 12) {
            writes[.deleted] = Write(path: .deleted, value: .bool(!copy.isDeleted))
        } else {
            if seed.chance(1, of: 9) {
                writes[.area] = Write(path: .area, value: .code(Text(seed.one(of: StoryValues.areas))))
            }
            for _ in 0...seed.number(below: 3) {
                guard let field = fields[copy.kind].map({ seed.one(of: $0) }) else { continue }
                for write in values.writes(of: field, isCreation: false) { writes[write.path] = write }
            }
        }
        return honest(copy, Array(writes.values), role: role)
    }

    private mutating func resolution(of disputes: [Dispute], in copy: Record) -> Change? {
        let dispute = seed.one(of: disputes)
        if seed.chance(1, of: 4), let dot = dispute.sides.first?.dots.first,
            let resolution = try? Resolution(takingChangeset: dot, of: copy, catalogue: catalogue)
        {
            return honest(copy, resolution.writes, role: .supervisor, keeps: resolution.keeps)
        }
        let choice = Resolution.Choice.side(1 + seed.number(below: dispute.sides.count))
        guard let resolution = try? Resolution(dispute, taking: choice, in: copy) else { return nil }
        return honest(copy, resolution.writes, role: .supervisor, keeps: resolution.keeps)
    }

    /// The change with what an honest device says beside the writes; nil when nothing of it may be written.
    private func honest(_ copy: Record, _ writes: [Write], role: Role, keeps: [KeptSibling]? = nil) -> Change? {
        let reading = RecordReading(copy, catalogue: catalogue)
        let known = writes.map { write in
            let isAsked = catalogue.needsFrom(kind: copy.kind, path: write.path)
            return Write(
                path: write.path, value: write.value, from: isAsked ? reading.shown(at: write.path).value : nil)
        }
        let change = Change(
            record: copy.id, kind: copy.kind, context: copy.context, epoch: epoch, isResolution: keeps != nil,
            writes: known, keeps: keeps ?? copy.keeps(editing: writes.map(\.path), catalogue))
        return allowed(change, before: copy, role: role)
    }

    /// The change without the writes that would be refused at entry.
    private func allowed(_ change: Change, before copy: Record, role: Role) -> Change? {
        var change = change
        while true {
            if !Validation.missingAtClose(LocatedChange(change, in: catalogue), before: copy).isEmpty {
                change.writes.removeAll { $0.path == .field("state") }
            }
            let refused = Validation.check(LocatedChange(change, in: catalogue)).filter { !$0.isWarning }.map(\.path)
            let guarded = Guard.breaches(of: LocatedChange(change, in: catalogue), before: copy, role: role).map(
                \.path.text)
            guard !(refused + guarded).isEmpty else { break }
            let remaining = change.writes.filter { write in
                !(refused + guarded).contains { $0 == write.path.text || $0.hasPrefix(write.path.text + "/") }
            }
            guard remaining.count < change.writes.count else { return nil }
            change.writes = remaining
        }
        return change.writes.isEmpty ? nil : change
    }
}
