package import GridRecords
package import GridReporting
package import GridSync

extension Territory {
    /// The area tree as it stood at the end of a day: who was replaced by then, or not there yet, is no column.
    package init(_ tree: AreaTree, on day: CalendarDate) {
        self.init(
            tree.areas.values.map { area in
                let successors = tree.successors(of: area.code).compactMap { tree.areas[$0] }
                let isReplaced =
                    area.validTo.map { $0 < day } ?? successors.contains { $0.validFrom.map { $0 <= day } ?? true }
                let isToCome = area.validFrom.map { $0 > day } ?? false
                return Node(
                    code: area.code, name: area.name, level: area.level, parent: area.parent,
                    isRetired: isReplaced || isToCome)
            })
    }
}
