import GridCausality
import GridHub
import GridRecords
import GridSync
import GridWire

/// The least of a device that a hub can be loaded with: identity, chain and clock. Its pushes are made beforehand, so
/// that making them is not measured.
final class SimpleDevice {
    /// The canonical bytes of a changeset, and the record that it changes.
    struct Body: Sendable {
        let dot: Dot
        let record: RecordID
        let bytes: [UInt8]
    }

    let session: DeviceSession
    let replica: ReplicaID
    let epoch: EpochID
    let token: String
    private let now: Int64
    private let catalogueVersion: String
    private var counter: UInt64 = 0
    private var chain: Chain
    private var random: Randomness

    init(_ enrolment: Enrolment, random: Randomness, now: Int64) {
        session = DeviceSession(device: enrolment.device, worker: enrolment.manifest.worker)
        replica = enrolment.replica
        epoch = enrolment.epoch
        token = enrolment.token
        self.now = now
        catalogueVersion = enrolment.catalogueVersion
        chain = Chain(replica: enrolment.replica)
        self.random = random
    }

    /// A push of one changeset for each of the changes, as bytes, with the canonical bodies for whom wants them raw.
    func push(_ changes: [Change]) -> (request: [UInt8], bodies: [Body]) {
        let (acknowledged, acknowledgedChain) = (counter, chain.hash)
        var bodies: [Body] = []
        let pushed = changes.map { change in
            counter += 1
            let changeset = Changeset(
                dot: Dot(replica: replica, counter: counter), author: session.worker, deviceTime: now,
                offsetMinutes: Timestamp.shanghaiOffsetMinutes, catalogueVersion: catalogueVersion,
                salt: random.bytes(16), changes: [change])
            let bytes = changeset.canonicalBytes
            chain.append(sha256(bytes), sha256: sha256)
            bodies.append(Body(dot: changeset.dot, record: change.record, bytes: bytes))
            return PushedChangeset(changeset: changeset)
        }
        let request = SyncRequest(
            hello: hello(acknowledged, acknowledgedChain, unsent: UInt64(changes.count)), changesets: pushed)
        return (Wire.encode(request, as: .protobuf), bodies)
    }

    /// A request for the next page, as bytes.
    func pull(cursor: [UInt8], limit: UInt32) -> [UInt8] { puller.request(cursor: cursor, limit: limit) }

    /// What pulls need of this device, for another thread.
    var puller: Puller { Puller(token: token, hello: hello(counter, chain.hash, unsent: 0)) }

    private func hello(_ acknowledged: UInt64, _ acknowledgedChain: [UInt8], unsent: UInt64) -> Hello {
        Hello(
            device: session.device, replica: replica, head: counter, headChain: chain.hash, acknowledged: acknowledged,
            acknowledgedChain: acknowledgedChain, epoch: epoch, catalogueVersion: catalogueVersion,
            manifestVersion: "", deviceTime: now, unsent: unsent, software: "bench/1")
    }
}

/// Asks for pages as a device that has nothing to send.
struct Puller: Sendable {
    let token: String
    let hello: Hello

    func request(cursor: [UInt8], limit: UInt32) -> [UInt8] {
        Wire.encode(
            SyncRequest(hello: hello, pull: PullRequest(cursor: cursor, limit: limit)), as: .protobuf)
    }
}

/// The same course in every run. SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators"
/// (2014), figure 1.
struct Randomness: Sendable {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
}
