import GridCausality
public import GridRecords
import GridStore
import GridSync

extension GridClient {
    /// Turns a one-time code into a device; the store must be new.
    ///
    /// - Parameter certificateFile: certificates to trust in place of the system's.
    /// - Returns: `{"device","replica","worker","areas"}`
    public func enrol(hub: String, code: String, certificateFile: String?) async throws(ClientError) -> JSONValue {
        try refuseSecondEnrolment()
        var address = hub
        while address.hasSuffix("/") { address.removeLast() }
        guard address.hasPrefix("http://") || address.hasPrefix("https://") else {
            throw ClientError(
                code: "usage", message: "\(hub) is not the address of a hub.", hint: "Such as https://hub.example.org.")
        }
        var link = HubLink(transport: transport, hub: address, token: nil, certificateFile: certificateFile)
        let enrolment: Enrolment
        do throws(HubLink.Failure) {
            enrolment = try await link.post(
                "/v1/enrol", EnrolRequest(code: code, software: environment.software), for: Enrolment.self)
        } catch {
            if case .refused(let problem) = error, problem.status < 500, problem.status != 429 {
                throw ClientError(code: problem.code, message: problem.detail, hint: problem.hint, exitCode: 77)
            }
            throw ClientError(error)
        }
        // The code is used up: what it brought is kept before anything else may fail.
        try keep(enrolment, hub: address, certificateFile: certificateFile)
        link = HubLink(transport: transport, hub: address, token: enrolment.token, certificateFile: certificateFile)
        let json: JSONValue
        do throws(HubLink.Failure) { json = try await link.catalogue() } catch { throw ClientError(error) }
        try write { work in _ = try work.adoptCatalogue(json) }
        return [
            "device": .string(enrolment.device.text), "replica": .string(enrolment.replica.hex),
            "worker": .string(enrolment.manifest.worker.text),
            "areas": .array(enrolment.manifest.assigned.map { .string($0.text) }),
        ]
    }

    private func refuseSecondEnrolment() throws(ClientError) {
        let isEnrolled: Bool
        do { isEnrolled = try store.read { try $0.json(DeviceIdentity.key) != nil } } catch {
            throw ClientError(wrapping: error)
        }
        if isEnrolled {
            throw ClientError(
                code: "store_exists", message: "This store is already a device's.",
                hint: "Give another directory with --store.")
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
