package import GridRecords

/// Which office deals with which category: of mediation bodies, of the four platforms of a township. Data, not code.
package struct RoutingTable: Sendable, Hashable {
    package struct Row: Sendable, Hashable {
        /// A code of the field, or the beginning of codes: `05` stands for `0502` too unless that has its own row.
        package let code: String
        package let target: String

        package init(code: String, target: String) {
            self.code = code
            self.target = target
        }
    }

    package let id: String
    package let label: Label
    package let kind: String
    package let field: String
    /// In the declared order.
    package let targets: [CodeDefinition]
    package let rows: [Row]

    package init(
        id: String, label: Label, kind: String, field: String, targets: [CodeDefinition], rows: [Row]
    ) {
        self.id = id
        self.label = label
        self.kind = kind
        self.field = field
        self.targets = targets
        self.rows = rows
    }

    /// The one target of a code: that of the row with the longest beginning of it; nil where no row fits.
    package func target(of code: String) -> CodeDefinition? {
        let bytes = Array(code.utf8)
        let row = rows.filter { bytes.starts(with: $0.code.utf8) }
            .max { $0.code.utf8.count < $1.code.utf8.count }
        return row.flatMap { row in targets.first { $0.code == Text(row.target) } }
    }
}
