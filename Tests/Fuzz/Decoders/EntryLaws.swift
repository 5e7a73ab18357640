import GridCausality
import GridRecords

/// What holds for what a person or a program enters: writes that pass go into a changeset and a record, and show.
enum EntryLaws {
    static func entry(_ bytes: [UInt8]) -> String? {
        guard let line = try? JSONValue(parsing: bytes), let members = line.object,
            let kind = StoredLaws.catalogue?.kind(members["kind"]?.string ?? "hazard")
        else { return nil }
        let fields = (members["fields"]?.object ?? members).sorted { Text($0.key) < Text($1.key) }
        let entered = fields.map { Entry.Item.json($0.key, $0.value) }
        let typed = fields.map { Entry.Item.text($0.key, $0.value.string ?? $0.value.text) }
        for items in [entered, typed] {
            if let breach = breach(kind, items) { return breach }
        }
        return nil
    }

    private static func breach(_ kind: KindDefinition, _ items: [Entry.Item]) -> String? {
        var minted = 0
        let surroundings = Entry.Surroundings(
            author: WorkerID("w1"), area: AreaCode("330100"),
            now: Timestamp(milliseconds: 1_760_000_000_000, offsetMinutes: 480),
            mintElement: {
                minted += 1
                return "e\(minted)"
            },
            seal: { _ in SealedValue(lastFour: "123X", isChecksumValid: true, token: [], box: [1]) })
        for isCreation in [true, false] {
            let result =
                isCreation
                ? try? Entry.creation(of: kind, items: items, in: surroundings)
                : try? Entry.edit(of: kind, items: items, in: surroundings)
            if let result, let breach = breach(kind, result.writes, isCreation) { return breach }
        }
        return nil
    }

    private static func breach(_ kind: KindDefinition, _ writes: [Write], _ isCreation: Bool) -> String? {
        let replica = ReplicaID(high: 1, low: 2)
        let id = RecordID(milliseconds: 1_760_000_000_000, random: (high: 3, low: 4))
        let epoch = EpochID(bits: Bits128(high: 5, low: 6))
        let change = Change(
            record: id, kind: kind.id, context: .empty, epoch: epoch, isCreation: isCreation, writes: writes)
        let changeset = Changeset(
            dot: Dot(replica: replica, counter: 1), author: WorkerID("w1"), deviceTime: 1_760_000_000_000,
            offsetMinutes: 480, catalogueVersion: "1", salt: Array(repeating: 0, count: 16), changes: [change])
        if let breach = StoredLaws.changeset(changeset.canonicalBytes) { return breach }
        guard (try? Changeset(canonical: changeset.canonicalBytes)) == changeset else {
            return "an entry that passed makes a changeset that reads as another one"
        }
        var record = Record(id: id, kind: kind.id)
        let stamp = Stamp(
            dot: changeset.dot, author: WorkerID("w1"), device: DeviceID("d1"), deviceTime: 1_760_000_000_000,
            effectiveTime: 1_760_000_000_000)
        record.apply(change, stamp: stamp)
        guard let catalogue = StoredLaws.catalogue else { return "no catalogue" }
        let text = RecordView(record, catalogue: catalogue).json.text
        return (try? JSONValue(parsing: text))?.text == text ? nil : "a record that was entered does not show as JSON"
    }
}
