import GridCausality
import GridClient
import GridRecords
import GridSync
import GridWire

/// Somebody who holds a device's token and sends what no honest program would.
extension World {
    private static let syncRequest = TransportRequest(method: "POST", url: "http://hub.test/v1/sync")

    /// The device's last exchange with something forged in it.
    func forge(_ node: DeviceNode, _ chance: inout Chance) {
        guard var request = try? Wire.decode(SyncRequest.self, from: node.captured, as: .protobuf) else { return }
        count(.forgedClock)
        let victim = chance.pick(devices.filter { $0.number != node.number })
        switch chance.below(8) {
        case 0: request.hello.head = UInt64(1) << 63
        case 1: request.hello.acknowledged = request.hello.head &+ 1_000
        case 2:
            // Another's number under this one's token.
            if let other = victim.flatMap({ try? Wire.decode(SyncRequest.self, from: $0.captured, as: .protobuf) }) {
                request.changesets = other.changesets
            }
        case 3:
            for index in request.changesets.indices { request.changesets[index].changeset.author = WorkerID("w-other") }
        case 4: claimEverything(&request)
        case 5:
            // A gap.
            for index in request.changesets.indices {
                let dot = request.changesets[index].changeset.dot
                request.changesets[index].changeset.dot = Dot(replica: dot.replica, counter: dot.counter &+ 40)
            }
        case 6: request.pull?.cursor = chance.bytes(90)
        default:
            // Wire garbage.
            var body = node.captured
            for _ in 0..<chance.between(1, 20) where !body.isEmpty {
                body[chance.below(body.count)] = UInt8(truncatingIfNeeded: chance.next())
            }
            return send(body, as: node)
        }
        send(Wire.encode(request, as: .protobuf), as: node)
    }

    /// A captured request, from whoever captured it; also with another's token.
    func replay(_ node: DeviceNode, _ chance: inout Chance) {
        guard !node.captured.isEmpty else { return }
        count(.replayed)
        send(node.captured, as: chance.happens(700) ? node : chance.pick(devices) ?? node)
    }

    private func send(_ body: [UInt8], as node: DeviceNode) {
        var request = World.syncRequest
        request.headers["Authorization"] = node.capturedToken
        note("forged request with the token of device \(node.number)", bytes: body)
        arrive(request, "/v1/sync", body, isCut: false) { _ in }
    }

    /// A context that says to have seen what nobody wrote yet.
    private func claimEverything(_ request: inout SyncRequest) {
        for index in request.changesets.indices {
            for number in request.changesets[index].changeset.changes.indices {
                let context = request.changesets[index].changeset.changes[number].context
                let claims = history.replicas.map { VersionVector.Entry(replica: $0, counter: 1 << 40) }
                request.changesets[index].changeset.changes[number].context = context.merged(VersionVector(claims))
            }
        }
    }
}
