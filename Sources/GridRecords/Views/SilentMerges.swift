import GridCausality

extension Record {
    /// The paths at which a change met other values that it had not seen and a policy joined them without a person.
    ///
    /// Sorted; an element that one side removed by its own path. `before` and `after` are the record without and
    /// with the change.
    package static func silentMerges(
        of change: Change, before: Record, after reading: RecordReading
    ) -> [Path] {
        let disputed = Set(reading.disputed)
        var merged: Set<Path> = []
        for write in effects(of: change) {
            let path = write.path.isPresence ? write.path.element : write.path
            guard let path, !disputed.contains(path) else { continue }
            let definition = FieldPlace(path, in: reading.kind).definition
            let agreement = definition.map { Agreement($0.policy) } ?? Agreement()
            let unseen = before.siblings(at: write.path).all.filter { !change.context.covers($0.dot) }
            if unseen.contains(where: { !agreement.holds($0.value.value, write.value) }) { merged.insert(path) }
        }
        return merged.sorted()
    }
}
