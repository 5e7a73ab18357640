import GridCausality
import GridRecords
import GridStore
import GridSync

/// From a reviewer's decision to a changeset.
extension DeviceWork {
    func resolve(
        _ selection: ConflictSelection, by decision: Decision, note: String?, seen: String?
    ) throws -> [Written] {
        switch selection {
        case .conflict(let id):
            let (record, path) = try GridClient.conflictID(id)
            return [try resolve(record, at: path.map { [$0] }, by: decision, note: note, seen: seen, id: id)]
        case .matching(let kind, let area, let path, let fields):
            guard seen == nil else { throw ClientError.badInput("--seen belongs to one conflict, not to a filter.") }
            let matching = try openDisputes(area: area, kind: kind).filter { open in
                (path == nil || Text(open.dispute.path.text) == Text(path ?? ""))
                    && fields.allSatisfy { open.view.shows($0.value, at: $0.field) }
            }
            var byRecord: [RecordID: [Path]] = [:]
            for open in matching { byRecord[open.dispute.record, default: []].append(open.dispute.path) }
            return try byRecord.sorted { $0.key < $1.key }.map { record, paths in
                try resolve(record, at: paths, by: decision, note: note, seen: nil, id: record.text)
            }
        }
    }

    /// - Parameter paths: the disputes to decide; nil for all of the record.
    private func resolve(
        _ record: RecordID, at paths: [Path]?, by decision: Decision, note: String?, seen: String?, id: String
    ) throws -> Written {
        guard role.mayReview else {
            throw ClientError(
                code: "guarded", message: "Your role (\(role.rawValue)) may not resolve conflicts.",
                hint: "Ask a reviewer of your township or the supervisor.")
        }
        var draft = Draft()
        let (current, before, epoch) = try copies(of: record, seen: seen, draft)
        let disputes = try before.disputes(catalogue).filter { paths?.contains($0.path) != false }
        guard !disputes.isEmpty else { throw ClientError.noSuchConflict(id) }
        if case .side = decision, seen == nil { try refuseMoved(disputes) }
        let resolution = try resolution(disputes, of: before, by: decision)
        try draftWrites(
            resolution.writes, to: current, before: before, in: epoch, isResolution: true, keeps: resolution.keeps,
            into: &draft)
        if let note, !note.isEmpty {
            try draftNote(note, on: disputes.map(\.path), of: current, before, in: epoch, into: &draft)
        }
        return Written(record, try commit(draft.sorted))
    }

    private func resolution(_ disputes: [Dispute], of record: Record, by decision: Decision) throws -> Resolution {
        do {
            switch decision {
            case .side(let number):
                return try Resolution(disputes.map { ($0, .side(number)) }, in: record)
            case .value(let value):
                return try Resolution(disputes.map { ($0, try choice(value, $0, of: record)) }, in: record)
            case .changeset(let text):
                guard let dot = Dot(text: text) else { throw ClientError.badInput("\(text) is not a dot.") }
                return try Resolution(takingChangeset: dot, of: record, catalogue: catalogue)
            }
        } catch let failure as Resolution.Failure {
            throw ClientError.badInput(
                failure == .noSuchSide
                    ? "The conflict has no side of that number."
                    : failure == .notAboutDeletion
                        ? "At `deleted` only true and false can be decided."
                        : "The changeset stands on no side of a conflict of this record.",
                hint: "`gridsync conflicts show` lists the sides.")
        }
    }

    /// A value given by hand, read by the type of the field.
    private func choice(_ value: EntryValue, _ dispute: Dispute, of record: Record) throws -> Resolution.Choice {
        if case .removed = value { return .removed }
        if case .json(let json) = value, json.isNull || json == ["removed": true] { return .removed }
        if case .text(let text) = value, text.isEmpty { return .removed }
        if dispute.path == .deleted {
            switch value {
            case .text(let text): return .value(.bool(Text(text) == "true"))
            case .json(let json): return .value(.bool(json.bool == true))
            case .removed: return .removed
            }
        }
        var draft = Draft()
        try draftEdit(
            record.id, items: [FieldEntry(path: dispute.path.text, value: value).item], seen: nil, into: &draft)
        let writes = draft.sorted.first?.writes ?? []
        guard let write = writes.first(where: { $0.path == dispute.path }), let entered = write.value else {
            throw ClientError.badInput("The value does not fit \(dispute.path).")
        }
        return .value(entered)
    }

    private func refuseMoved(_ disputes: [Dispute]) throws {
        for dispute in disputes {
            guard let listed = try transaction.document(Shelf.listed, dispute.id) else { continue }
            if Text(String(decoding: listed, as: UTF8.self)) != Text(DeviceWork.order(of: dispute)) {
                throw ClientError.conflictMoved(dispute.id)
            }
        }
    }

    private func draftNote(
        _ note: String, on paths: [Path], of current: Record, _ before: Record, in epoch: EpochID,
        into draft: inout Draft
    ) throws {
        guard let field = try catalogue.kind(current.kind)?.field("review_log") else {
            throw ClientError.badInput("Records of this kind have no review log; leave the note out.")
        }
        let places = paths.map(\.text).joined(separator: " ")
        let element: JSONValue = [
            "path": .string(places), "note": .string(note), "by": .string(manifest.worker.text),
            "at": .string(localTime.text),
        ]
        let known = Set(field.parts.map(\.id))
        let members = (element.object ?? [:]).filter { known.isEmpty || known.contains($0.key) }
        var entry = Draft()
        try draftEdit(current.id, items: [.json("review_log/+", .object(members))], seen: nil, into: &entry)
        for change in entry.sorted {
            try draftWrites(
                change.writes, to: current, before: before, in: epoch, isResolution: true, keeps: [], into: &draft)
        }
    }
}
