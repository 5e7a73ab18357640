import GridCausality
import GridClient
import GridRecords
import GridStore

/// What must hold on a device at any moment.
extension World {
    /// I1, I6: what was saved on the device is there after any restart, and no hub took it for a forgery.
    func checkSaved(_ node: DeviceNode) {
        guard let store = node.store, !node.saved.isEmpty else { return }
        do {
            try store.read { transaction in
                for text in node.saved {
                    guard let dot = Dot(text: text) else { continue }
                    let entry = try transaction.entry(dot)
                    if entry == nil { find("I1 saved on the device", "device \(node.number) lacks \(text)") }
                    if entry?.state == .forked {
                        find("I1 forked", "device \(node.number): \(text) was refused as another one's number")
                    }
                }
            }
        } catch { note("device \(node.number) cannot be read: \(error)") }
    }

    /// I6: whoever wrote a value that nobody disputes sees it.
    func checkOwnWrite(_ node: DeviceNode, _ client: GridClient, _ entered: [FieldEntry], _ written: [Written]) {
        guard let id = written.first?.id, let shown = try? client.show(id) else { return }
        for entry in entered where entry.path == "address" || entry.path == "note" {
            guard case .json(let value) = entry.value, shown["fields"]?[entry.path] != value else { continue }
            find("I6 read your writes", "device \(node.number): \(id) \(entry.path) is not \(value.text)")
        }
    }

    /// After an exchange: I6 nothing goes back, I7 nothing is half there. Looks at what changed since the last time.
    ///
    /// - Parameter hasEnded: whether the exchange ended well. One that did not may leave a device in the history of
    ///   before the hub went back.
    func checkCopies(_ node: DeviceNode, hasEnded: Bool) {
        guard let store = node.store, hasEnded || node.seen.regressions == hub.regressions else { return }
        let copies: [DeviceRecord]
        do {
            copies = try store.read { try $0.records(after: nil, kind: nil, onlyDisputed: false, limit: .max) }
        } catch { return note("device \(node.number) cannot be read: \(error)") }
        let before = node.seen.regressions == hub.regressions ? node.seen.copies : [:]
        var now: [RecordID: SeenCopies.Copy] = [:]
        var changed: [RecordID] = []
        for copy in copies {
            if let known = before[copy.id], known.body == copy.body {
                now[copy.id] = known
                continue
            }
            guard let context = try? rows.decode(copy.body).context else {
                find("I11 stored bytes", "device \(node.number): record \(copy.id) cannot be read")
                continue
            }
            if let known = before[copy.id], !context.covers(known.known) {
                find("I6 monotonic reads", "device \(node.number): record \(copy.id) went back")
            }
            now[copy.id] = SeenCopies.Copy(
                body: copy.body, context: context, known: history.known(context))
            changed.append(copy.id)
        }
        node.seen = SeenCopies(copies: now, regressions: hub.regressions)
        checkWhole(changed, of: node)
    }

    /// The records that the hub holds in the areas of a device as an exchange begins, each with its areas; nil where
    /// this exchange is not looked at, for it costs a walk over all records.
    func heldRecords(of node: DeviceNode) -> HeldRecords? {
        guard node.number == figures.exchanges % max(1, devices.count), let store = hub.store,
            let scope = try? assignedCodes(node), !scope.isEmpty,
            let all = try? store.read({ try $0.records(after: nil, limit: .max) })
        else { return nil }
        let records = all.filter { !Set($0.areas).isDisjoint(with: scope) }
        return HeldRecords(ids: records.map(\.id), scope: scope, regressions: hub.regressions)
    }

    /// I7: an exchange that ended well has brought all of them, unless they have left meanwhile.
    func checkWhole(_ node: DeviceNode, _ held: HeldRecords?) {
        guard let held, held.regressions == hub.regressions, let device = node.store, let hub = hub.store,
            let scope = try? assignedCodes(node), scope == held.scope
        else { return }
        do {
            for id in held.ids where try device.read({ try $0.record(id) }) == nil {
                guard let now = try hub.read({ try $0.record(id) }), !Set(now.areas).isDisjoint(with: scope),
                    !history.erased.contains(id.text)
                else { continue }
                find("I7 whole pulls", "device \(node.number) was told that it has all and lacks \(id)")
            }
        } catch { note("device \(node.number) or the hub cannot be read: \(error)") }
    }

    /// The codes of all areas within those that a device was given.
    func assignedCodes(_ node: DeviceNode) throws -> Set<AreaCode> {
        guard let store = node.store, let bytes = try store.read({ try $0.document("device", "manifest") }) else {
            return []
        }
        let manifest = try JSONValue(parsing: bytes)
        return Set((manifest["areas"]?.array ?? []).compactMap { $0["code"]?.string.map { AreaCode($0) } })
    }

    private func checkWhole(_ changed: [RecordID], of node: DeviceNode) {
        for dot in Set(changed.flatMap { history.joint(touching: $0) }).sorted() {
            let covered = history.joint[dot, default: []].compactMap { node.seen.copies[$0]?.context.covers(dot) }
            if covered.contains(true), covered.contains(false) {
                find("I7 whole changesets", "device \(node.number) shows a part of \(dot)")
            }
        }
    }
}

/// What a hub held for a device when an exchange began.
struct HeldRecords {
    let ids: [RecordID]
    let scope: Set<AreaCode>
    let regressions: Int
}
