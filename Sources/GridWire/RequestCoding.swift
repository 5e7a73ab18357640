import GridCausality
import GridRecords
package import GridSync
import SwiftProtobuf

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Bytes of a cursor, which only the hub understands.
let cursorBytes = 65_536

extension Hello {
    var proto: ProtoHello {
        .with {
            $0.device = device.text
            $0.replica = Data(replica.bytes)
            $0.head = head
            $0.headChain = Data(headChain)
            $0.acknowledged = acknowledged
            $0.acknowledgedChain = Data(acknowledgedChain)
            $0.epoch = Data(epoch?.bytes ?? [])
            $0.catalogueVersion = catalogueVersion
            $0.manifestVersion = manifestVersion
            $0.deviceTime = deviceTime
            $0.unsent = unsent
            $0.software = software
        }
    }

    init(proto: ProtoHello) throws(WireError) {
        self.init(
            device: DeviceID(try proto.device.code("a device")),
            replica: ReplicaID(bits: try proto.replica.identity("a replica")), head: try proto.head.head(),
            headChain: try proto.headChain.chain(at: proto.head), acknowledged: try proto.acknowledged.head(),
            acknowledgedChain: try proto.acknowledgedChain.chain(at: proto.acknowledged),
            epoch: proto.epoch.isEmpty ? nil : EpochID(bits: try proto.epoch.identity("an epoch")),
            catalogueVersion: try proto.catalogueVersion.code("a catalogue version"),
            manifestVersion: try proto.manifestVersion.code("a manifest version"),
            deviceTime: try proto.deviceTime.time("a hello"),
            unsent: proto.unsent, software: try proto.software.line("software"))
    }
}

extension Data {
    /// A chain hash: 32 bytes, at counter 0 the replica's 16.
    func chain(at counter: UInt64) throws(WireError) -> [UInt8] {
        try bytes("a chain hash", count: counter == 0 ? 16 : 32)
    }
}

extension String {
    /// A line for people, at most 256 bytes.
    func line(_ name: String) throws(WireError) -> String {
        guard utf8.count <= 256 else { throw .malformed("at most 256 bytes for \(name)") }
        return self
    }
}

extension SyncRequest: WireMessage {
    private static let changesetShape = Shape([19: .init(name: "unknown fields", maximumCount: 256, inner: nil)])
    private static let pushShape = Shape([
        3: .init(name: "authors", maximumCount: Limits.changesetsPerMessage, inner: nil),
        4: .init(name: "catalogue versions", maximumCount: Limits.changesetsPerMessage, inner: nil),
        5: .init(name: "strings", maximumCount: 65_536, inner: nil),
        15: .init(name: "changesets", maximumCount: Limits.changesetsPerMessage, inner: changesetShape),
    ])
    private static let shape = Shape([2: .init(name: "push", maximumCount: 1, inner: pushShape)])

    package func encoded(as format: WireFormat) -> [UInt8] { Wire.write(proto(as: format), as: format) }

    func proto(as format: WireFormat) -> ProtoSyncRequest {
        .with {
            $0.hello = hello.proto
            if !changesets.isEmpty { $0.push = PushWriter.proto(of: changesets, as: format) }
            if let pull {
                $0.pull = .with {
                    $0.cursor = Data(pull.cursor)
                    $0.limit = pull.limit
                }
            }
        }
    }

    package static func decoded(_ bytes: [UInt8], as format: WireFormat) throws(WireError) -> SyncRequest {
        let proto = try Wire.read(ProtoSyncRequest.self, bytes, as: format, shape: shape)
        guard proto.hasHello else { throw .malformed("a hello") }
        var pull: PullRequest?
        if proto.hasPull {
            pull = PullRequest(
                cursor: try proto.pull.cursor.bytes("a cursor", atMost: cursorBytes), limit: proto.pull.limit)
        }
        return SyncRequest(
            hello: try Hello(proto: proto.hello), changesets: try PushReader.changesets(of: proto.push), pull: pull)
    }
}

extension EnrolRequest: ProtoCoded {
    package static let shape = Shape()

    package var proto: ProtoEnrolRequest {
        .with {
            $0.code = code
            $0.software = software
            $0.cursor = Data(cursor)
        }
    }

    package init(proto: ProtoEnrolRequest) throws(WireError) {
        self.init(
            code: try proto.code.line("a code"), software: try proto.software.line("software"),
            cursor: try proto.cursor.bytes("a cursor", atMost: cursorBytes))
    }
}

extension DescendRequest: ProtoCoded {
    package static let shape = Shape()

    package var proto: ProtoDescendRequest {
        .with {
            $0.device = device.text
            $0.replica = Data(replica.bytes)
            $0.common = common
            $0.commonChain = Data(commonChain)
            $0.software = software
        }
    }

    package init(proto: ProtoDescendRequest) throws(WireError) {
        self.init(
            device: DeviceID(try proto.device.code("a device")),
            replica: ReplicaID(bits: try proto.replica.identity("a replica")), common: try proto.common.head(),
            commonChain: try proto.commonChain.chain(at: proto.common), software: try proto.software.line("software"))
    }
}

extension ChainRequest: ProtoCoded {
    package static let shape = Shape()

    package var proto: ProtoChainRequest {
        .with {
            $0.replica = Data(replica.bytes)
            $0.after = after
            $0.limit = limit
        }
    }

    package init(proto: ProtoChainRequest) throws(WireError) {
        self.init(
            replica: ReplicaID(bits: try proto.replica.identity("a replica")), after: try proto.after.head(),
            limit: proto.limit)
    }
}

extension CallRequest: ProtoCoded {
    package static let shape = Shape()
    package var proto: ProtoCallRequest { .with { $0.arguments = arguments } }
    package init(proto: ProtoCallRequest) throws(WireError) { self.init(arguments: proto.arguments) }
}
