import GridCausality
import GridRecords
import GridSync
import GridWire

extension Seeded {
    /// A record as a hub has it: changes applied in some order, some dots settled, with covers and bases.
    mutating func record() -> Record {
        let all = replicas(3)
        let epochs = [EpochID(bits: bits())]
        var record = Record(id: RecordID(bits: bits()), kind: pick(["resident", "dispute"]))
        var counters: [UInt64] = [0, 0, 0]
        for _ in 0..<below(8) {
            let who = below(3)
            counters[who] += UInt64(below(3) + 1)
            let dot = Dot(replica: all[who], counter: counters[who])
            var seen = chance(60) ? record.context : .empty
            if chance(30) { seen = seen.intersection(vector(all)) }
            let change = Change(record: record.id, kind: record.kind, context: seen, epoch: epochs[0], writes: writes())
            let stamp = Stamp(
                dot: dot, author: WorkerID(pick(["w1", "w2"])), device: DeviceID(pick(["d1", "d2"])),
                deviceTime: time(),
                effectiveTime: time(), observedTime: chance(30) ? time() : nil, clockOffset: chance(20) ? integer() : 0)
            record.apply(change, stamp: stamp, unmet: chance(10) ? vector(all) : .empty)
        }
        if chance(30) { record.settle(Dot(replica: all[0], counter: counters[0] + 1)) }
        if chance(30) {
            record.bases = [Base(path: .deleted, value: nil), Base(path: .field("level"), value: value())]
        }
        return record
    }

    mutating func manifest() -> ScopeManifest {
        let areas = (0..<below(5)).map { index in
            Area(
                code: AreaCode("33010\(index)"), name: text(), level: "grid",
                parent: index == 0 ? nil : AreaCode("330100"),
                validFrom: index == 1 ? CalendarDate(dayNumber: 20_000) : nil,
                validTo: index == 2 ? CalendarDate(dayNumber: 21_000) : nil,
                predecessors: index == 3 ? [AreaCode("330199"), AreaCode("330198")] : [])
        }
        return ScopeManifest(
            version: "m2", worker: WorkerID("w1"), name: text(), role: pick(Role.allCases),
            assigned: [AreaCode("330100")],
            areas: areas)
    }

    mutating func news() -> NewsItem {
        NewsItem(
            position: counter(), what: pick([.merged, .resolved, .accepted, .edited, .dropped]),
            record: RecordID(bits: bits()), path: "level", by: text(), at: time(), yours: "\"high\"", now: "",
            dot: chance(50) ? Dot(replica: ReplicaID(bits: bits()), counter: counter()) : nil, note: text())
    }

    mutating func syncResponse() -> SyncResponse {
        let codec = RecordRowCodec()
        let epoch = EpochID(bits: bits())
        var verdicts: [VerdictEntry] = []
        for counter in 1..<UInt64(below(6) + 2) {
            var receipt = receipt()
            if chance(70) { receipt.epoch = epoch }
            verdicts.append(VerdictEntry(counter: counter, verdict: verdict(), receipt: receipt))
        }
        let page = FeedPage(
            records: (0..<below(5)).map { _ in codec.encode(record()) }, departed: [RecordID(bits: bits())],
            erased: [RecordID(bits: bits()), RecordID(bits: bits())], cursor: bytes(40), hasMore: chance(50))
        return SyncResponse(
            hubTime: time(), epoch: epoch, standing: pick([.normal, .copied, .wentBack]), head: counter(),
            headChain: bytes(32), verdicts: verdicts, page: chance(80) ? page : nil,
            manifest: chance(50) ? manifest() : nil, catalogueVersion: "2026-02", backedUp: counter(),
            news: (0..<below(3)).map { _ in news() })
    }

    mutating func enrolment() -> Enrolment {
        Enrolment(
            device: DeviceID("d-9"), replica: ReplicaID(bits: bits()), token: "secret", epoch: EpochID(bits: bits()),
            manifest: manifest(), catalogueVersion: "2026-02", sealingKey: bytes(32), hubTime: time())
    }

    mutating func chainResponse() -> ChainResponse {
        let links = (1..<UInt64(below(5) + 2)).map { counter in
            ChainResponse.Link(
                counter: counter, hash: bytes(32), chain: bytes(32), verdict: verdict(), receipt: receipt())
        }
        return ChainResponse(head: 99, links: links)
    }
}
