import GridCausality

/// What a role may see of a record.
extension Record {
    /// The record without the fields that are more than the role may see; context and dots stay.
    ///
    /// Departments get no personal fields: they work on the matter, not on the person.
    package func visible(to role: Role, catalogue: Catalogue) -> Record {
        guard role == .department else { return self }
        let isVisible = { (path: Path) in
            guard let definition = catalogue.kind(self.kind)?.field(path.field) else {
                return path == .area || path == .deleted
            }
            return definition.sensitivity < .personal
        }
        var result = self
        result.registers.removeAll { !isVisible($0.path) }
        result.bases.removeAll { !isVisible($0.path) }
        result.unmet.removeAll { !isVisible($0.path) }
        let alive = Set(result.registers.flatMap { $0.siblings.dots })
        result.stamps.removeAll { !alive.contains($0.dot) }
        return result
    }
}
