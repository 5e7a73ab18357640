import GridRecords
import GridSync

/// Workers, their roles and areas.
extension HubWork {
    func worker(_ id: String) throws -> WorkerDocument {
        guard let worker = try documents.get(.workers, id, as: WorkerDocument.self) else {
            throw HubError.missing("worker", id, hint: "gridsyncd workers list shows them")
        }
        return worker
    }

    func addWorker(name: String, role: String, areas: [String]) throws -> WorkerDocument {
        guard Role(rawValue: role) != nil else {
            throw HubError.badInput(
                "unknown_role", "there is no role \(role)",
                hint: "one of " + Role.allCases.map(\.rawValue).joined(separator: ", "))
        }
        guard !name.isEmpty else { throw HubError.badInput("missing_field", "a worker needs a name") }
        let worker = WorkerDocument(
            id: mint("w"), name: name, role: role, areas: try checked(areas), isDisabled: false, validTo: nil)
        try documents.put(.workers, worker.id, worker)
        try audit("admin", "workers add", worker.id, "\(role) \(worker.areas.joined(separator: " "))")
        return worker
    }

    /// Replaces all areas of a worker; areas taken away are noted in the ledger.
    func assign(_ id: String, areas: [String]) throws -> WorkerDocument {
        var worker = try worker(id)
        let before = worker.areas
        worker.areas = try checked(areas)
        try documents.put(.workers, id, worker)
        if !Set(before).subtracting(worker.areas).isEmpty {
            try environment.ledger.append(
                LedgerLine(at: now, what: .assigned, subject: id, areas: worker.areas).text)
        }
        try audit("admin", "workers assign", id, worker.areas.joined(separator: " "))
        return worker
    }

    func disable(_ id: String) throws -> WorkerDocument {
        var worker = try worker(id)
        worker.isDisabled = true
        try documents.put(.workers, id, worker)
        try environment.ledger.append(LedgerLine(at: now, what: .disabled, subject: id).text)
        try audit("admin", "workers disable", id)
        return worker
    }

    private func checked(_ areas: [String]) throws -> [String] {
        for area in areas where !tree.contains(AreaCode(area)) {
            throw HubError.badInput(
                "unknown_area", "there is no area \(area)", hint: "import it with gridsyncd areas import FILE.csv")
        }
        return Array(Set(areas)).sorted()
    }

    /// What a worker's devices may hold and do.
    func manifest(of worker: WorkerDocument) -> ScopeManifest {
        let holder = ScopeManifest(
            version: "", worker: WorkerID(worker.id), name: worker.name, role: worker.knownRole,
            assigned: worker.areas.map { AreaCode($0) }, areas: [])
        return tree.manifest(of: holder) {
            var manifest = holder
            manifest.areas = tree.describedScope(of: holder.assigned)
            manifest.version = manifest.contentVersion
            return manifest
        }
    }

    /// The areas in which a worker may act; none for roles that hold no records.
    func scope(of worker: WorkerDocument) -> Set<AreaCode> {
        worker.knownRole.mayReadRecords ? tree.scope(of: worker.areas.map { AreaCode($0) }) : []
    }

    /// Someone who may review in one of the areas; refuses everyone else.
    func reviewer(_ id: String, in areas: [AreaCode]) throws -> WorkerDocument {
        let worker = try worker(id)
        guard !worker.isDisabled, worker.knownRole.mayReview, !scope(of: worker).isDisjoint(with: areas) else {
            throw HubError.forbidden(
                "\(id) may not decide here", hint: "a supervisor or township desk with this area may")
        }
        return worker
    }
}

extension WorkerDocument {
    var json: JSONValue {
        .object([
            "worker": .string(id), "name": .string(name), "role": .string(role),
            "areas": .array(areas.map { .string($0) }), "disabled": .bool(isDisabled),
        ])
    }
}

extension ScopeManifest {
    /// Hex of the first 8 bytes of a hash over everything a device would see.
    var contentVersion: String {
        var parts = [worker.text, name, role.rawValue] + assigned.map(\.text)
        for area in areas {
            parts += [area.code.text, area.name, area.level, area.parent?.text ?? "", area.validFrom?.text ?? ""]
            parts += [area.validTo?.text ?? ""] + area.predecessors.map(\.text)
        }
        return hexDigest(Array(parts.joined(separator: "\u{1F}").utf8), bytes: 8)
    }
}
