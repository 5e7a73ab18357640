import GridCausality
import GridRecords
package import GridSync
import SwiftProtobuf

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Enrolment: ProtoCoded {
    package static let shape = Shape(
        maximumBytes: Wire.answerBytes,
        [5: .init(name: "manifests", maximumCount: 1, inner: SyncResponse.manifestShape)])

    package var proto: ProtoEnrolment {
        .with {
            $0.device = device.text
            $0.replica = Data(replica.bytes)
            $0.token = token
            $0.epoch = Data(epoch.bytes)
            $0.manifest = manifest.proto
            $0.catalogueVersion = catalogueVersion
            $0.sealingKey = Data(sealingKey)
            $0.hubTime = hubTime
        }
    }

    package init(proto: ProtoEnrolment) throws(WireError) {
        self.init(
            device: DeviceID(try proto.device.code("a device")),
            replica: ReplicaID(bits: try proto.replica.identity("a replica")), token: try proto.token.line("a token"),
            epoch: EpochID(bits: try proto.epoch.identity("an epoch")),
            manifest: try ScopeManifest(proto: proto.manifest),
            catalogueVersion: try proto.catalogueVersion.code("a catalogue version"),
            sealingKey: try proto.sealingKey.bytes("a sealing key", atMost: 64),
            hubTime: try proto.hubTime.time("the hub"))
    }
}

extension ScopeManifest {
    var proto: ProtoScopeManifest {
        .with {
            $0.version = version
            $0.worker = worker.text
            $0.name = name
            $0.role = role.rawValue
            $0.assigned = assigned.map(\.text)
            $0.areas = areas.map(\.proto)
        }
    }

    init(proto: ProtoScopeManifest) throws(WireError) {
        guard let role = Role(rawValue: proto.role) else { throw .malformed("a role") }
        var assigned: [AreaCode] = []
        for code in proto.assigned { assigned.append(AreaCode(try code.code("an area"))) }
        var areas: [Area] = []
        areas.reserveCapacity(proto.areas.count)
        for area in proto.areas { areas.append(try Area(proto: area)) }
        self.init(
            version: try proto.version.code("a manifest version"), worker: WorkerID(try proto.worker.code("a worker")),
            name: proto.name, role: role, assigned: assigned, areas: areas)
    }
}

extension Area {
    fileprivate var proto: ProtoArea {
        .with {
            $0.code = code.text
            $0.name = name
            $0.level = level
            $0.parent = parent?.text ?? ""
            $0.validFrom = validFrom?.text ?? ""
            $0.validTo = validTo?.text ?? ""
            $0.predecessors = predecessors.map(\.text)
        }
    }

    fileprivate init(proto: ProtoArea) throws(WireError) {
        var predecessors: [AreaCode] = []
        for code in proto.predecessors { predecessors.append(AreaCode(try code.code("an area"))) }
        self.init(
            code: AreaCode(try proto.code.code("an area")), name: proto.name, level: try proto.level.code("a level"),
            parent: proto.parent.isEmpty ? nil : AreaCode(try proto.parent.code("an area")),
            validFrom: try Area.day(proto.validFrom), validTo: try Area.day(proto.validTo), predecessors: predecessors)
    }

    private static func day(_ text: String) throws(WireError) -> CalendarDate? {
        guard !text.isEmpty else { return nil }
        guard let day = CalendarDate(text: text) else { throw .malformed("a day as 2026-03-01") }
        return day
    }
}
