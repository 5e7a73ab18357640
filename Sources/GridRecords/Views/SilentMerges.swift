import GridCausality

extension Record {
    /// The paths at which a change met other values that it had not seen and a policy joined them without a person.
    ///
    /// Sorted; an element that one side removed by its own path.
    ///
    /// - Parameters:
    ///   - before: the record without the change.
    ///   - disputed: the paths at which a person has to decide in the record with the change.
    package static func silentMerges(
        of change: Change, before: Record, disputed: [Path], _ catalogue: Catalogue
    ) -> [Path] {
        let kind = catalogue.kind(before.kind)
        var merged: Set<Path> = []
        for write in effects(of: change) {
            let path = write.path.isPresence ? write.path.element : write.path
            guard let path, !disputed.contains(path) else { continue }
            let definition = FieldPlace(path, in: kind).definition
            let agreement = definition.map { Agreement($0.policy) } ?? Agreement()
            let unseen = before.siblings(at: write.path).all.filter { !change.context.covers($0.dot) }
            if unseen.contains(where: { !agreement.holds($0.value.value, write.value) }) { merged.insert(path) }
        }
        return merged.sorted()
    }
}
