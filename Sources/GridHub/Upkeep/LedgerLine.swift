import GridRecords

/// One line of the ledger that lies outside the backups, a JSON object: a prohibition, which no restore takes back, or
/// a device, which would else be locked out with what it alone still has.
struct LedgerLine: Equatable {
    enum What: String {
        case revoked, disabled, assigned, erased, enrolled
    }

    /// What a restored hub needs to know a device again.
    struct Device: Equatable {
        var worker: String
        var replica: String
        /// Hex SHA-256 of the token.
        var token: String
        /// Hex SHA-256 of the enrolment code that was used up; nil for a copy of another device.
        var code: String?
        var ancestor: String?
        var common: UInt64?
        var needsConfirmation: Bool
    }

    var at: Int64
    var what: What
    /// The device, worker or record.
    var subject: String
    var areas: [String]?
    var reason: String?
    var device: Device?

    init(
        at: Int64, what: What, subject: String, areas: [String]? = nil, reason: String? = nil, device: Device? = nil
    ) {
        self.device = device
        self.at = at
        self.what = what
        self.subject = subject
        self.areas = areas
        self.reason = reason
    }

    var text: String {
        var members: [String: JSONValue] = [
            "at": .integer(at), "what": .string(what.rawValue), "subject": .string(subject),
        ]
        members["areas"] = areas.map { .array($0.map { .string($0) }) }
        members["reason"] = reason.map { .string($0) }
        members["device"] = device?.json
        return JSONValue.object(members).text
    }

    /// Nil for a line that is not one of the ledger's.
    init?(text: String) {
        guard let json = try? JSONValue(parsing: text), let at = json["at"]?.integer,
            let what = json["what"]?.string.flatMap({ What(rawValue: $0) }), let subject = json["subject"]?.string
        else { return nil }
        let device = json["device"].map { Device(json: $0) }
        if case .some(nil) = device { return nil }
        self.init(
            at: at, what: what, subject: subject, areas: json["areas"]?.array?.compactMap(\.string),
            reason: json["reason"]?.string, device: device ?? nil)
    }
}

extension LedgerLine.Device {
    fileprivate init?(json: JSONValue) {
        guard let worker = json["worker"]?.string, let replica = json["replica"]?.string,
            let token = json["token"]?.string, let needsConfirmation = json["needsConfirmation"]?.bool
        else { return nil }
        self.init(
            worker: worker, replica: replica, token: token, code: json["code"]?.string,
            ancestor: json["ancestor"]?.string, common: json["common"]?.integer.map { UInt64(clamping: $0) },
            needsConfirmation: needsConfirmation)
    }

    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = [
            "worker": .string(worker), "replica": .string(replica), "token": .string(token),
            "needsConfirmation": .bool(needsConfirmation),
        ]
        members["code"] = code.map { .string($0) }
        members["ancestor"] = ancestor.map { .string($0) }
        members["common"] = common.map { .integer(Int64(clamping: $0)) }
        return .object(members)
    }
}
