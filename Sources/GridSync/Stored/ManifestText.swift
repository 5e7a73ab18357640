package import GridRecords

/// The scope manifest as the store keeps it.
extension ScopeManifest {
    /// Under which it lies.
    package static let key = "manifest"

    /// What `init(json:)` reads.
    package var json: JSONValue {
        .object([
            "version": .string(version), "worker": .string(worker.text), "name": .string(name),
            "role": .string(role.rawValue), "assigned": .array(assigned.map { .string($0.text) }),
            "areas": .array(areas.map(\.json)),
        ])
    }

    /// Nil when the text is not what `json` writes.
    package init?(json: JSONValue) {
        guard let version = json["version"]?.string, let worker = json["worker"]?.string,
            let role = json["role"]?.string.flatMap(Role.init)
        else { return nil }
        self.init(
            version: version, worker: WorkerID(worker), name: json["name"]?.string ?? "", role: role,
            assigned: (json["assigned"]?.array ?? []).compactMap { $0.string.map { AreaCode($0) } },
            areas: (json["areas"]?.array ?? []).compactMap { Area(json: $0) })
    }
}

extension Area {
    /// What `init(json:)` reads.
    package var json: JSONValue {
        .object([
            "code": .string(code.text), "name": .string(name), "level": .string(level),
            "parent": parent.map { .string($0.text) } ?? .null, "from": validFrom.map { .string($0.text) } ?? .null,
            "to": validTo.map { .string($0.text) } ?? .null,
            "predecessors": .array(predecessors.map { .string($0.text) }),
        ])
    }

    /// Nil when the text is not what `json` writes.
    package init?(json: JSONValue) {
        guard let code = json["code"]?.string else { return nil }
        self.init(
            code: AreaCode(code), name: json["name"]?.string ?? "", level: json["level"]?.string ?? "",
            parent: json["parent"]?.string.map { AreaCode($0) },
            validFrom: json["from"]?.string.flatMap { CalendarDate(text: $0) },
            validTo: json["to"]?.string.flatMap { CalendarDate(text: $0) },
            predecessors: (json["predecessors"]?.array ?? []).compactMap { $0.string.map { AreaCode($0) } })
    }
}
