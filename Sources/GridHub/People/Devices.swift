import GridCausality
import GridRecords
import GridStore
import GridSync

/// Devices: one-time codes, enrolment, revocation, and copies that become devices of their own.
extension HubWork {
    private static let dayMilliseconds: Int64 = 86_400_000

    /// A new enrolment code of 60 random bits, in letters that no one confuses, good once and for a day.
    func issueCode(for id: String) throws -> (code: String, expiresAt: Int64) {
        let worker = try worker(id)
        guard !worker.isDisabled else { throw HubError.forbidden("worker \(id) is disabled") }
        let alphabet = Array("ABCDEFGHJKMNPQRSTVWXYZ23456789".utf8)
        var letters: [UInt8] = []
        while letters.count < 13 {
            for byte in random(16) where byte < 240 && letters.count < 13 { letters.append(alphabet[Int(byte) % 30]) }
        }
        letters.insert(0x2D, at: 9)
        letters.insert(0x2D, at: 4)
        let code = String(decoding: letters, as: UTF8.self)
        let expiresAt = now + Int64(Limits.enrolmentCodeHours) * 3_600_000
        try documents.put(.codes, HubWork.hash(code: code), CodeDocument(worker: id, expiresAt: expiresAt))
        try audit("admin", "devices code", id)
        return (code, expiresAt)
    }

    /// Uses up a one-time code for a desk. What is no good code of somebody with a desk stays as it is.
    func signIn(code: String) throws -> WorkerID {
        let key = HubWork.hash(code: code)
        guard let found = try documents.get(.codes, key, as: CodeDocument.self), found.expiresAt > now,
            let person = try? Desk(self, of: WorkerID(found.worker)).person
        else {
            throw HubError(
                "unauthorized", status: 401, "this code is not good for the console",
                hint: "ask for a new one: a code works once and for a day")
        }
        try documents.remove(.codes, key)
        try audit(found.worker, "console signed in", found.worker)
        return person.id
    }

    /// A wrong, a used and an expired code are the same to the one who tries.
    func enrol(_ request: EnrolRequest) throws -> Enrolment {
        let key = HubWork.hash(code: request.code)
        let refused = HubError(
            "unauthorized", status: 401, "this enrolment code is not good",
            hint: "ask for a new one: a code works once and for a day")
        guard let code = try documents.get(.codes, key, as: CodeDocument.self), code.expiresAt > now else {
            throw refused
        }
        try documents.remove(.codes, key)
        // A device that this hub has forgotten, with what it was shown, says so: what it wrote on top is of a history
        // that ended.
        if let shown = unsealed(request.cursor), try shown.epoch == epoch(), try !holds(shown) {
            try noticeRegression(by: shown.device.text)
        }
        guard let worker = try documents.get(.workers, code.worker, as: WorkerDocument.self), !worker.isDisabled else {
            throw refused
        }
        return try register(worker, software: request.software, ancestor: nil, code: key, needsConfirmation: false)
    }

    /// Gives a restored or cloned copy an identity of its own and tells an operator.
    ///
    /// A copy that asks again because the answer was lost gets the identity that nobody has used so far.
    func descend(_ request: DescendRequest, from ancestor: DeviceDocument) throws -> Enrolment {
        let siblings = try documents.all(.devices, as: DeviceDocument.self).map(\.value).filter {
            $0.ancestor == ancestor.id && $0.enrolledAt > now - HubWork.dayMilliseconds
        }
        let unused = siblings.first { $0.common == request.common && $0.lastSync == nil && !$0.isRevoked }
        if let unused { return try admitAgain(unused, cursorPosition: ancestor.cursorPosition) }
        let isSuspicious = !siblings.isEmpty || ancestor.isRevoked
        let enrolment = try register(
            try worker(ancestor.worker), software: request.software, ancestor: ancestor, common: request.common,
            needsConfirmation: isSuspicious)
        try alarm(
            "device_copied", device: ancestor.id,
            "a restored or cloned copy goes on as \(enrolment.device), from counter \(request.common) of \(request.replica)"
                + (isSuspicious ? "; it waits for gridsyncd devices confirm" : ""))
        try audit(ancestor.worker, "device descended", enrolment.device.text, "from \(ancestor.id)")
        return enrolment
    }

    /// The identity once more, with a second token, as of the first the hash alone is known. Should another copy
    /// hold that one, the two are told apart by what they write, like any copies.
    private func admitAgain(_ device: DeviceDocument, cursorPosition: UInt64) throws -> Enrolment {
        guard let replica = ReplicaID(hex: device.replica) else {
            throw StoreError(
                .corrupt, operation: "read a device", detail: "\(device.id) has no replica", hint: "gridsyncd verify")
        }
        var device = device
        device.cursorPosition = max(device.cursorPosition, cursorPosition)
        try documents.put(.devices, device.id, device)
        let token = Hexadecimal.encode(random(32))
        try note(device, token: HubWork.hash(token: token), code: nil)
        try documents.put(.tokens, HubWork.hash(token: token), device.id)
        try audit(device.worker, "device descended", device.id, "asked again: the answer was lost")
        return try enrolment(of: device, replica, token: token, try worker(device.worker))
    }

    private func register(
        _ worker: WorkerDocument, software: String, ancestor: DeviceDocument?, common: UInt64? = nil,
        code: String? = nil, needsConfirmation: Bool
    ) throws -> Enrolment {
        let token = Hexadecimal.encode(random(32))
        let replica = ReplicaID(bits: mintBits())
        let device = DeviceDocument(
            id: mint("d"), worker: worker.id, replica: replica.hex, token: HubWork.hash(token: token), isRevoked: false,
            enrolledAt: now, lastSync: nil, unsent: 0, clockOffset: 0, software: software,
            // What the copy has seen was sent to the device it was copied from.
            cursorPosition: ancestor?.cursorPosition ?? 0, ancestor: ancestor?.id, common: common,
            needsConfirmation: needsConfirmation)
        try note(device, token: device.token, code: code)
        try add(device)
        try audit(worker.id, "device enrolled", device.id)
        return try enrolment(of: device, replica, token: token, worker)
    }

    private func add(_ device: DeviceDocument) throws {
        try documents.put(.devices, device.id, device)
        try documents.put(.tokens, device.token, device.id)
        try documents.put(.replicas, device.replica, ReplicaDocument(device: device.id, isClosed: false))
    }

    /// Notes a device in the ledger before it is told of its identity.
    private func note(_ device: DeviceDocument, token: String, code: String?) throws {
        let line = LedgerLine.Device(
            worker: device.worker, replica: device.replica, token: token, code: code, ancestor: device.ancestor,
            common: device.common, needsConfirmation: device.needsConfirmation)
        try environment.ledger.append(
            LedgerLine(at: device.enrolledAt, what: .enrolled, subject: device.id, device: line).text)
    }

    /// After a restore: a device that was enrolled since the backup is known again, and its code stays used up.
    func enrolAgain(_ id: String, at: Int64, _ line: LedgerLine.Device) throws {
        if let code = line.code { try documents.remove(.codes, code) }
        guard try documents.has(.workers, line.worker) else { return }
        if try !documents.has(.devices, id) {
            try add(
                DeviceDocument(
                    id: id, worker: line.worker, replica: line.replica, token: line.token, isRevoked: false,
                    enrolledAt: at, lastSync: nil, unsent: 0, clockOffset: 0, software: "", cursorPosition: 0,
                    ancestor: line.ancestor, common: line.common, needsConfirmation: line.needsConfirmation))
        }
        if try !documents.has(.tokens, line.token) { try documents.put(.tokens, line.token, id) }
    }

    private func enrolment(
        of device: DeviceDocument, _ replica: ReplicaID, token: String, _ worker: WorkerDocument
    ) throws -> Enrolment {
        Enrolment(
            device: DeviceID(device.id), replica: replica, token: token, epoch: try epoch(),
            manifest: manifest(of: worker), catalogueVersion: catalogue.version,
            sealingKey: environment.keys.sealingPublicKey, hubTime: now)
    }

    /// Whether the replica belongs to the device or to one that it descends from: what it wrote, the device has seen.
    func isOwn(_ replica: ReplicaID, of device: DeviceDocument) throws -> Bool {
        guard let owner = try documents.get(.replicas, replica.hex, as: ReplicaDocument.self)?.device else {
            return false
        }
        var next: DeviceDocument? = device
        while let current = next {
            if current.id == owner { return true }
            next = try current.ancestor.flatMap { try documents.get(.devices, $0, as: DeviceDocument.self) }
        }
        return false
    }

    func device(_ id: String) throws -> DeviceDocument {
        guard let device = try documents.get(.devices, id, as: DeviceDocument.self) else {
            throw HubError.missing("device", id, hint: "gridsyncd devices list shows them")
        }
        return device
    }

    /// The device and worker behind a session, when both may still act.
    func admitted(_ session: DeviceSession) throws -> (device: DeviceDocument, worker: WorkerDocument) {
        guard let device = try documents.get(.devices, session.device.text, as: DeviceDocument.self),
            let worker = try documents.get(.workers, device.worker, as: WorkerDocument.self)
        else { throw HubError.unauthorized }
        try device.requireNotRevoked()
        guard !worker.isDisabled, worker.validTo.map({ $0 > now }) ?? true else {
            throw HubError("unauthorized", status: 401, "this worker is disabled", hint: "ask your supervisor")
        }
        guard !device.needsConfirmation else {
            throw HubError(
                "needs_confirmation", status: 403, "this copy of a device waits for a supervisor",
                hint: "the operator confirms it with gridsyncd devices confirm \(device.id)")
        }
        return (device, worker)
    }

    /// Revokes the device and everything that descends from it. Noted in the ledger first: a restore keeps it so.
    func revoke(_ id: String, by who: String, inLedger: Bool = true) throws {
        var pending = [id]
        let all = try documents.all(.devices, as: DeviceDocument.self).map(\.value)
        while let next = pending.popLast() {
            var device = try device(next)
            pending += all.filter { $0.ancestor == next && !$0.isRevoked }.map(\.id)
            guard !device.isRevoked else { continue }
            if inLedger {
                try environment.ledger.append(LedgerLine(at: now, what: .revoked, subject: next).text)
            }
            device.isRevoked = true
            try documents.put(.devices, next, device)
            try audit(who, "device revoked", next)
        }
    }

    func confirm(_ id: String) throws {
        var device = try device(id)
        device.needsConfirmation = false
        try documents.put(.devices, id, device)
        try audit("admin", "device confirmed", id)
    }

    func deviceLines() throws -> [JSONValue] {
        let alarms = try documents.all(.alarms, as: AlarmDocument.self).map(\.value).filter { !$0.isAcknowledged }
        return try documents.all(.devices, as: DeviceDocument.self).map { _, device in
            .object([
                "device": .string(device.id), "worker": .string(device.worker), "replica": .string(device.replica),
                "last_sync": device.lastSync.map { .string(Timestamp.shanghai(milliseconds: $0).text) } ?? .null,
                "unsent": .integer(Int64(clamping: device.unsent)), "clock_offset_ms": .integer(device.clockOffset),
                "version": .string(device.software), "revoked": .bool(device.isRevoked),
                "ancestor": device.ancestor.map { .string($0) } ?? .null,
                "needs_confirmation": .bool(device.needsConfirmation),
                "alarms": .array(alarms.filter { $0.device == device.id }.map { .string($0.kind) }),
            ])
        }
    }

    static func hash(token: String) -> String { hexDigest(Array(token.utf8)) }

    static func hash(code: String) -> String {
        hexDigest(Array(code.uppercased().filter { $0 != "-" && $0 != " " }.utf8))
    }
}

/// Hex of the first bytes of a SHA-256.
func hexDigest(_ bytes: [UInt8], bytes count: Int = 32) -> String { Hexadecimal.encode(sha256(bytes).prefix(count)) }
