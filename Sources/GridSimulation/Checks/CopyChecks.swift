import GridCausality
import GridRecords
import GridStore
import GridWire

/// What must hold on a device at any moment.
extension World {
    /// I1, I6: what was saved on the device is there after any restart.
    func checkSaved(_ node: DeviceNode) {
        guard let store = node.store, !node.saved.isEmpty else { return }
        do {
            try store.read { transaction in
                for text in node.saved {
                    guard let dot = Dot(text: text) else { continue }
                    if try transaction.entry(dot) == nil {
                        find("I1 saved on the device", "device \(node.number) lacks \(text)")
                    }
                }
            }
        } catch { note("device \(node.number) cannot be read: \(error)") }
    }

    /// After an exchange: I6 nothing goes back, I7 nothing is half there, I10 nothing is out of scope.
    func checkCopies(_ node: DeviceNode) {
        guard let store = node.store else { return }
        let copies: [RecordID: (context: VersionVector, areas: [AreaCode])]
        do {
            copies = try store.read { transaction in
                var copies: [RecordID: (context: VersionVector, areas: [AreaCode])] = [:]
                for copy in try transaction.records(after: nil, kind: nil, onlyDisputed: false, limit: .max) {
                    copies[copy.id] = (try RecordRowCodec().decode(copy.body).context, copy.areas)
                }
                return copies
            }
        } catch { return note("device \(node.number) cannot be read: \(error)") }
        if node.seen.regressions != hub.regressions {
            node.seen = SeenContexts(contexts: [:], regressions: hub.regressions)
        }
        for (id, before) in node.seen.contexts.sorted(by: { $0.key < $1.key }) {
            if let copy = copies[id], !copy.context.covers(before) {
                find("I6 monotonic reads", "device \(node.number): record \(id) went back")
            }
        }
        node.seen.contexts = copies.mapValues(\.context)
        for (dot, records) in history.joint.sorted(by: { $0.key < $1.key }) {
            let covered = records.compactMap { copies[$0]?.context.covers(dot) }
            if covered.contains(true), covered.contains(false) {
                find("I7 whole changesets", "device \(node.number) shows a part of \(dot)")
            }
        }
    }
}
