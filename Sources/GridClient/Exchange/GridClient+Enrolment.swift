import GridCausality
public import GridRecords
import GridStore
import GridSync

extension GridClient {
    /// Turns a one-time code into a device; the store must be new, or one whose device the hub does not know any more.
    ///
    /// A hub that was restored from a backup has forgotten who enrolled after it. Such a device takes a new identity
    /// and keeps everything it has: what it wrote is sent again under a new replica.
    /// - Parameter certificateFile: certificates to trust in place of the system's.
    /// - Returns: `{"device","replica","worker","areas"}`
    public func enrol(hub: String, code: String, certificateFile: String?) async throws(ClientError) -> JSONValue {
        var address = hub
        while address.hasSuffix("/") { address.removeLast() }
        guard address.hasPrefix("http://") || address.hasPrefix("https://") else {
            throw ClientError(
                code: "usage", message: "\(hub) is not the address of a hub.", hint: "Such as https://hub.example.org.")
        }
        let isEnrolled = try hasIdentity()
        if isEnrolled { try await refuseKnownDevice(at: address) }
        let cursor = isEnrolled ? try read { try $0.exchangeState().cursor } : []
        let enrolment = try await redeem(code, hub: address, cursor: cursor, certificateFile: certificateFile)
        // The code is used up: what it brought is kept before anything else may fail.
        if isEnrolled {
            try continueAs(enrolment)
        } else {
            try keep(enrolment, hub: address, certificateFile: certificateFile)
        }
        let link = HubLink(
            transport: transport, hub: address, token: enrolment.token, certificateFile: certificateFile)
        let json: JSONValue
        do throws(HubLink.Failure) { json = try await link.catalogue() } catch { throw ClientError(error) }
        try write { work in try work.adoptCatalogue(json) }
        return [
            "device": .string(enrolment.device.text), "replica": .string(enrolment.replica.hex),
            "worker": .string(enrolment.manifest.worker.text),
            "areas": .array(enrolment.manifest.assigned.map { .string($0.text) }),
        ]
    }

    private func redeem(
        _ code: String, hub: String, cursor: [UInt8], certificateFile: String?
    ) async throws(ClientError) -> Enrolment {
        let link = HubLink(transport: transport, hub: hub, token: nil, certificateFile: certificateFile)
        do throws(HubLink.Failure) {
            return try await link.post(
                "/v1/enrol", EnrolRequest(code: code, software: environment.software, cursor: cursor),
                for: Enrolment.self)
        } catch {
            if case .refused(let problem) = error, problem.status < 500, problem.status != 429 {
                throw ClientError(code: problem.code, message: problem.detail, hint: problem.hint, exitCode: 77)
            }
            throw ClientError(error)
        }
    }

    private func hasIdentity() throws(ClientError) -> Bool {
        do { return try store.read { try $0.json(DeviceIdentity.key) != nil } } catch {
            throw ClientError(wrapping: error)
        }
    }

    /// Throws unless the hub of this store says that it does not know the device.
    private func refuseKnownDevice(at address: String) async throws(ClientError) {
        let identity = try read { $0.identity }
        let taken = ClientError(
            code: "store_exists", message: "This store is already a device's.",
            hint: "Give another directory with --store.")
        guard identity.hub == address else { throw taken }
        let link = try link()
        do throws(HubLink.Failure) {
            _ = try await link.post(
                "/v1/chain", ChainRequest(replica: identity.replica, after: 0, limit: 1), for: ChainResponse.self)
        } catch {
            if case .refused(let problem) = error, problem.status == 401 { return }
            if case .refused = error { throw taken }
            throw ClientError(error)
        }
        throw taken
    }

    /// Goes on under a new identity with everything that this store holds.
    private func continueAs(_ enrolment: Enrolment) throws(ClientError) {
        try write { work in
            guard enrolment.manifest.worker == work.manifest.worker else {
                throw ClientError(
                    code: "not_allowed", message: "The code belongs to another worker than this store's work.",
                    hint: "Ask for a code for \(work.manifest.worker), or give another directory with --store.")
            }
            var report = ExchangeReport()
            try work.descend(to: enrolment, common: 0, held: [], refill: .offering, report: &report)
        }
    }

    private func keep(_ enrolment: Enrolment, hub: String, certificateFile: String?) throws(ClientError) {
        let identity = DeviceIdentity(
            device: enrolment.device, token: enrolment.token, hub: hub, certificateFile: certificateFile,
            replica: enrolment.replica, ancestors: [], epoch: enrolment.epoch, sealingKey: enrolment.sealingKey)
        var state = ExchangeState()
        state.clockOffset = EffectiveTime.offset(deviceTime: environment.clock(), hubTime: enrolment.hubTime)
        do {
            try store.write { transaction in
                try transaction.put(DeviceIdentity.key, identity.json)
                try transaction.put(ScopeManifest.key, enrolment.manifest.json)
                try transaction.put(DocumentKey.manifestVersion, .string(enrolment.manifest.version))
                try transaction.put(ExchangeState.key, state.json)
            }
        } catch {
            throw ClientError(wrapping: error)
        }
    }
}
