import GridCausality

/// What must be there when a record is closed: the fields that the catalogue requires at close.
extension Validation {
    /// Required fields that are empty when this change closes the record, in the declared order; none when it does not.
    ///
    /// What the author writes counts, and what he had before him. What came meanwhile, value or removal, counts as
    /// there: it may stand in place of what he saw, so the answer does not depend on what arrived before the change.
    package static func missingAtClose(
        _ located: LocatedChange, before record: Record
    ) -> [ValidationFinding] {
        guard let kind = located.kind, located.closes else { return [] }
        let change = located.change
        return kind.fields.filter { $0.isRequiredAtClose && !change.leaves(something: $0.id, in: record) }
            .map { .missing(at: $0.id, $0.label) }
    }
}

extension LocatedChange {
    /// Whether a write takes the record to a code at which it is closed.
    fileprivate var closes: Bool {
        places.indices.contains { index in
            guard let codes = places[index].field?.closingCodes, !codes.isEmpty,
                !change.writes[index].path.isWithinElement, case .code(let code)? = change.writes[index].value
            else { return false }
            return codes.contains(code)
        }
    }
}

extension Change {
    fileprivate func leaves(something field: String, in record: Record) -> Bool {
        let written = writes.filter { $0.path.field == field && !$0.path.isPresence }
        if written.contains(where: { $0.value != nil }) { return true }
        let removed = Set(written.map(\.path))
        return record.registers.contains { register in
            register.path.field == field && !register.path.isPresence && !removed.contains(register.path)
                && !hasSeenRemoved(register.path, in: record)
                && register.siblings.all.contains { $0.value.value != nil || !context.covers($0.dot) }
        }
    }

    private func hasSeenRemoved(_ path: Path, in record: Record) -> Bool {
        guard let reserved = path.presence else { return false }
        let siblings = record.siblings(at: reserved)
        return !siblings.isEmpty
            && siblings.all.allSatisfy { $0.value.value == .bool(true) && context.covers($0.dot) }
    }
}

extension PolicyDefinition {
    /// The codes at which a record is closed.
    var closingCodes: [String] {
        parameters["closing"]?.split(separator: ",").map { PolicyDefinition.trimmed($0) } ?? []
    }
}
