import GridCausality
import GridRecords
import GridStore
import GridSync

/// What a device is to its hub.
struct DeviceIdentity: Hashable, Sendable {
    static let key = "identity"

    var device: DeviceID
    var token: String
    /// Scheme, host, port; no slash at the end.
    var hub: String
    var certificateFile: String?
    var replica: ReplicaID
    /// Replicas that this store wrote under before it descended.
    var ancestors: [ReplicaID]
    var epoch: EpochID
    /// X25519, 32 bytes.
    var sealingKey: [UInt8]

    var json: JSONValue {
        .object([
            "device": .string(device.text), "token": .string(token), "hub": .string(hub),
            "certificate_file": certificateFile.map { .string($0) } ?? .null, "replica": .string(replica.hex),
            "ancestors": .array(ancestors.map { .string($0.hex) }), "epoch": .string(epoch.description),
            "sealing_key": .string(Hexadecimal.encode(sealingKey)),
        ])
    }
}

extension DeviceIdentity {
    /// Nil when the text is not what `json` writes.
    init?(json: JSONValue) {
        guard let device = json["device"]?.string, let token = json["token"]?.string, let hub = json["hub"]?.string,
            let replica = json["replica"]?.string.flatMap({ ReplicaID(hex: $0) }),
            let epoch = json["epoch"]?.string.flatMap({ Hexadecimal.decode($0) }).flatMap({ EpochID(bytes: $0) }),
            let sealingKey = json["sealing_key"]?.string.flatMap({ Hexadecimal.decode($0) })
        else { return nil }
        self.init(
            device: DeviceID(device), token: token, hub: hub, certificateFile: json["certificate_file"]?.string,
            replica: replica,
            ancestors: (json["ancestors"]?.array ?? []).compactMap { $0.string.flatMap { ReplicaID(hex: $0) } },
            epoch: epoch, sealingKey: sealingKey)
    }
}
