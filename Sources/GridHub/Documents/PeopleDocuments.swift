import GridRecords

/// A person who works with the system. Key: the worker's id.
struct WorkerDocument: Codable, Hashable {
    var id: String
    var name: String
    var role: String
    /// Area codes assigned, sorted.
    var areas: [String]
    var isDisabled: Bool
    /// Set for a role that ends: milliseconds since 1970.
    var validTo: Int64?

    /// A role the program does not know may do nothing.
    var knownRole: Role { Role(rawValue: role) ?? .admin }
}

/// One enrolled installation. Key: the device's id.
struct DeviceDocument {
    var id: String
    var worker: String
    /// The incarnation that may write now, 32 hex digits.
    var replica: String
    /// Hex SHA-256 of the token.
    var token: String
    var isRevoked: Bool
    var enrolledAt: Int64
    var lastSync: Int64?
    var unsent: UInt64
    var clockOffset: Int64
    var software: String
    /// The commit up to which the device was given a cursor in this epoch.
    var cursorPosition: UInt64
    /// The device this one descends from, and when.
    var ancestor: String?
    /// The counter up to which the ancestor's journal is the device's own too; nil in devices of earlier versions.
    var common: UInt64?
    /// Set when a supervisor must confirm the device before it may exchange.
    var needsConfirmation: Bool
}

extension DeviceDocument: FrequentDocument {
    init?(json: JSONValue) {
        guard let id = json["id"]?.string, let worker = json["worker"]?.string, let replica = json["replica"]?.string,
            let token = json["token"]?.string, let isRevoked = json["isRevoked"]?.bool,
            let enrolledAt = json["enrolledAt"]?.integer, let unsent = json["unsent"]?.integer,
            let clockOffset = json["clockOffset"]?.integer, let software = json["software"]?.string,
            let cursorPosition = json["cursorPosition"]?.integer,
            let needsConfirmation = json["needsConfirmation"]?.bool
        else { return nil }
        self.init(
            id: id, worker: worker, replica: replica, token: token, isRevoked: isRevoked, enrolledAt: enrolledAt,
            lastSync: json["lastSync"]?.integer, unsent: UInt64(clamping: unsent), clockOffset: clockOffset,
            software: software, cursorPosition: UInt64(clamping: cursorPosition), ancestor: json["ancestor"]?.string,
            common: json["common"]?.integer.map { UInt64(clamping: $0) }, needsConfirmation: needsConfirmation)
    }

    var json: JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(id), "worker": .string(worker), "replica": .string(replica), "token": .string(token),
            "isRevoked": .bool(isRevoked), "enrolledAt": .integer(enrolledAt),
            "unsent": .integer(Int64(clamping: unsent)), "clockOffset": .integer(clockOffset),
            "software": .string(software), "cursorPosition": .integer(Int64(clamping: cursorPosition)),
            "needsConfirmation": .bool(needsConfirmation),
        ]
        members["lastSync"] = lastSync.map { .integer($0) }
        members["ancestor"] = ancestor.map { .string($0) }
        members["common"] = common.map { .integer(Int64(clamping: $0)) }
        return .object(members)
    }
}

extension DeviceDocument {
    func requireNotRevoked() throws(HubError) {
        guard !isRevoked else { throw HubError.revoked }
    }
}

/// Whose a replica is. Key: 32 hex digits.
struct ReplicaDocument: Codable {
    var device: String
    /// Closed replicas write no more.
    var isClosed: Bool
}

/// A one-time enrolment code. Key: hex SHA-256 of the code.
struct CodeDocument: Codable {
    var worker: String
    var expiresAt: Int64
}

/// A node of the area tree. Key: its code.
struct AreaDocument: Codable, Equatable {
    var code: String
    var name: String
    var level: String
    var parent: String?
    var validFrom: String?
    var validTo: String?
    var predecessors: [String]
}

/// Something an operator must know. Key: its number.
struct AlarmDocument: Codable {
    var id: String
    var kind: String
    var device: String?
    var at: Int64
    var detail: String
    var isAcknowledged: Bool
}

/// Who did what that must stay known. Key: its number.
struct AuditDocument: Codable {
    var at: Int64
    var who: String
    var action: String
    var subject: String
    var detail: String
}
