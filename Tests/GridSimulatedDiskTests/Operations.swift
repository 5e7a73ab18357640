import GridCausality
import GridRecords
import GridStore
import Testing

@testable import GridSimulatedDisk

/// Something that a hub or a device does with its store, to be met by faults at each of its calls.
struct Operation: Sendable, CustomTestStringConvertible {
    /// A store that was opened before the faults begin, and what to do with it.
    struct Begun {
        let act: () throws -> Void
        let close: () throws -> Void
    }

    let name: String
    /// What is there before.
    let prepare: @Sendable (SimulatedDisk) throws -> Void
    let begin: @Sendable (SimulatedDisk) throws -> Begun
    /// Everything that a store holds after it was opened anew, as text; damage is part of it.
    let contents: @Sendable (SimulatedDisk) throws -> String
    /// Not every call is met, where there are very many.
    var stride = 1

    var testDescription: String { name }

    static let all: [Operation] = hub + device
}

extension Operation {
    /// An operation of an open hub store.
    private static func hub(
        _ name: String, stride: Int = 1, _ act: @escaping @Sendable (any HubStore) throws -> Void
    ) -> Operation {
        Operation(
            name: "hub: \(name)", prepare: furnish,
            begin: { disk in
                let store = try disk.openHubStore()
                return Begun(act: { try act(store) }, close: { try store.close() })
            }, contents: hubContents, stride: stride)
    }

    /// Some commits, of which the last lie in the log only.
    private static func furnish(_ disk: SimulatedDisk) throws {
        let early = try disk.openHubStore()
        for position in 1...4 as ClosedRange<UInt64> { try early.write { try fill($0, at: position) } }
        try early.close()
        let late = try disk.openHubStore()
        for position in 5...8 as ClosedRange<UInt64> { try late.write { try fill($0, at: position) } }
        disk.crash(powerCut: false)
    }

    private static func fill(_ hub: any HubTransaction, at position: UInt64, bytes: Int = 300) throws {
        let id = record(position % 4)
        let body = [UInt8](repeating: UInt8(position % 251), count: bytes)
        try hub.append(Commit(position: position, chain: [UInt8(position)]))
        try hub.append(logEntry(dot(1, position), at: position, touching: [id], body: body))
        try hub.put(storedRecord(id, at: position, in: ["a\(position % 3)"], body: body))
    }

    private static let hub: [Operation] = [
        Operation(
            name: "hub: open new", prepare: { _ in },
            begin: { disk in
                let store = Opened<any HubStore>()
                return Begun(act: { store.value = try disk.openHubStore() }, close: { try store.value?.close() })
            }, contents: hubContents),
        Operation(
            name: "hub: open existing", prepare: furnish,
            begin: { disk in
                let store = Opened<any HubStore>()
                return Begun(act: { store.value = try disk.openHubStore() }, close: { try store.value?.close() })
            }, contents: hubContents),
        hub("commit one changeset") { try $0.write { try fill($0, at: 9) } },
        hub("group commit of three jobs") { store in
            let results = try store.commit([
                { try fill($0, at: 9) },
                { hub in
                    try hub.put("shelf", "taken back", [1])
                    throw Refusal()
                },
                { try fill($0, at: 10) },
            ])
            guard case .success = results[0], case .failure = results[1], case .success = results[2] else {
                throw Unexpected(what: "\(results)")
            }
        },
        hub("read a page of the feed") { store in
            let page = try store.read { try $0.feed(of: [AreaCode("a1")], after: 0, limit: 10) }
            guard page.count == 3 else { throw Unexpected(what: "\(page)") }
            let start = try store.read { try $0.feed(of: [AreaCode("a1")], after: 0, limit: 1) }
            guard !start.isEmpty, start.allSatisfy({ $0.position == page[0].position }) else {
                throw Unexpected(what: "\(start)")
            }
        },
        Operation(
            name: "hub: backup", prepare: furnish,
            begin: { disk in
                let store = try disk.openHubStore()
                return Begun(act: { _ = try store.backup(to: "/backup") }, close: { try store.close() })
            },
            contents: { disk in
                var text = try hubContents(disk)
                do {
                    let copy = try disk.openBackup(in: "/backup")
                    text += " backup: \(try hubText(copy))"
                    try copy.close()
                } catch let error as StoreError where error.code == .missing {}
                return text
            }),
        hub("put a document") { try $0.write { try $0.put("shelf", "key", [UInt8](repeating: 9, count: 6000)) } },
        hub("erase a record") { store in
            try store.write { hub in
                try hub.append(Commit(position: 9, chain: [9]))
                try hub.erase(record(1), position: 9)
            }
        },
        hub("commit with a checkpoint", stride: 293) { store in
            try store.write { try fill($0, at: 9, bytes: 2_200_000) }
        },
        hub("close") { try $0.close() },
    ]

    private static func hubContents(_ disk: SimulatedDisk) throws -> String {
        let store = try disk.openHubStore()
        let text = try hubText(store)
        try store.close()
        return text
    }

    private static func hubText(_ store: any HubStore) throws -> String {
        let findings = try store.integrityFindings()
        return try store.read { hub in
            let entries = try hub.entries(limit: 100).map { "\($0.dot.counter)/\($0.body.count)" }
            let records = try hub.records(after: nil, limit: 100).map { "\($0.position)/\($0.body.count)" }
            let places = try hub.placements(after: 0, limit: 100).map { "\($0.area.text)\($0.position)\($0.state)" }
            let shelf = try hub.documents("shelf", prefix: "", after: nil, limit: 9).map { "\($0.key)\($0.body.count)" }
            return "\(try hub.lastCommit()) \(entries) \(records) \(places) \(shelf) \(findings)"
        }
    }
}

extension Operation {
    private static func device(
        _ name: String, _ act: @escaping @Sendable (any DeviceStore) throws -> Void
    ) -> Operation {
        Operation(
            name: "device: \(name)", prepare: furnishDevice,
            begin: { disk in
                let store = try disk.openDeviceStore()
                return Begun(act: { try act(store) }, close: { try store.close() })
            }, contents: deviceContents)
    }

    private static func furnishDevice(_ disk: SimulatedDisk) throws {
        let store = try disk.openDeviceStore()
        for counter in 1...5 as ClosedRange<UInt64> {
            try store.write { device in
                try device.append(journalEntry(dot(1, counter), touching: [record(counter)]))
                try device.put(deviceRecord(counter, 1))
            }
        }
        disk.crash(powerCut: false)
    }

    private static func deviceRecord(_ number: UInt64, _ version: UInt8) -> DeviceRecord {
        DeviceRecord(
            id: record(number % 16), kind: "hazard", body: [UInt8](repeating: version, count: 700),
            areas: [AreaCode("a")], disputes: 0)
    }

    private static let device: [Operation] = [
        Operation(
            name: "device: open new", prepare: { _ in },
            begin: { disk in
                let store = Opened<any DeviceStore>()
                return Begun(act: { store.value = try disk.openDeviceStore() }, close: { try store.value?.close() })
            }, contents: deviceContents),
        Operation(
            name: "device: open existing", prepare: furnishDevice,
            begin: { disk in
                let store = Opened<any DeviceStore>()
                return Begun(act: { store.value = try disk.openDeviceStore() }, close: { try store.value?.close() })
            }, contents: deviceContents),
        device("write a changeset") { store in
            try store.write { try $0.append(journalEntry(dot(1, 6), touching: [record(6)], body: [6, 6])) }
        },
        device("apply a pulled page") { store in
            try store.write { device in
                for number in 1...12 as ClosedRange<UInt64> { try device.put(deviceRecord(number, 2)) }
                try device.put("exchange", "cursor", [12])
            }
        },
        device("update a journal entry") { store in
            try store.write { try $0.update(journalEntry(dot(1, 3), .acknowledged, touching: [record(9)])) }
        },
        device("read a record") { store in
            guard try store.read({ try $0.record(record(3)) }) != nil else { throw Unexpected(what: "nothing") }
        },
        device("close") { try $0.close() },
    ]

    private static func deviceContents(_ disk: SimulatedDisk) throws -> String {
        let store = try disk.openDeviceStore()
        let findings = try store.integrityFindings()
        let text = try store.read { device in
            let entries = try device.entries(of: replica(1), after: 0, limit: 99).map { "\($0.dot.counter)\($0.state)" }
            let records = try device.records(after: nil, kind: nil, onlyDisputed: false, limit: 99).map {
                "\($0.id.bits.high >> 60)/\($0.body[0])"
            }
            let cursor = try device.document("exchange", "cursor") ?? []
            return "\(entries) \(records) \(cursor) \(findings)"
        }
        try store.close()
        return text
    }
}

/// What a job throws to be taken back.
struct Refusal: Error {}

/// An answer that no fault excuses.
struct Unexpected: Error { let what: String }

/// A store that an operation opens.
final class Opened<Value> { var value: Value? }
