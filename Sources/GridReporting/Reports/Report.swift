package import GridRecords

/// A report as it was frozen at its cut-off; a value that is never changed, only restated beside the old one.
package struct Report: Sendable, Hashable {
    /// What a report is called for ever, with its version.
    package struct Number: Sendable, Hashable {
        /// The `101` of "number 101": counted on, whatever months had none.
        package let serial: Int
        /// 1 when issued, one more for each restatement.
        package let version: Int

        package init(serial: Int, version: Int) {
            self.serial = serial
            self.version = version
        }
    }

    /// The rules by which it was made.
    package struct Rules: Sendable, Hashable {
        package let version: String
        package let thresholds: String
        /// Of template and fact schema together.
        package let hash: String
        package let schema: String
        /// The version of the catalogue of records.
        package let catalogue: String
    }

    package enum Grouping: String, CaseIterable, Sendable { case areas, departments }

    package struct Column: Sendable, Hashable {
        package let id: String
        package let label: Label

        package init(id: String, label: Label) {
            self.id = id
            self.label = label
        }
    }

    package struct Frozen: Sendable, Hashable {
        package let name: String
        /// Keys of the members, sorted.
        package let keys: [String]
    }

    package let template: String
    package let label: Label
    package let rules: Rules
    package let period: Period
    /// Milliseconds since 1970; nothing later is in the report.
    package let cutoff: Int64
    package let scope: Column
    package let grouping: Grouping
    package let columns: [Column]
    package let rows: [ReportRow]
    /// The eligible sets that coverage was measured against, by name.
    package let eligible: [Frozen]
    /// Nil for a draft.
    package internal(set) var number: Number?
    /// What differs from the version before; empty for a first version.
    package internal(set) var changes: [Change]
    /// Whether small counts were taken out.
    package internal(set) var isReleased: Bool

    /// One cell that a restatement changed.
    package struct Change: Sendable, Hashable {
        package let indicator: String
        package let column: String
        package let oldColour: Colour?
        package let newColour: Colour?
        package let oldValue: Ratio?
        package let newValue: Ratio?
    }

    /// The same report under a number, as it is issued for the first time.
    package func numbered(_ number: Number) -> Report {
        var report = self
        report.number = number
        return report
    }

    package func row(_ indicator: String) -> ReportRow? { rows.first { $0.indicator == indicator } }
    package func cell(_ indicator: String, _ column: String) -> Cell? { row(indicator)?.cell(column) }

    /// Names the contents: 32 hexadecimal digits over the canonical text.
    package var hash: String { FrozenReport(self).hash }
}

/// A report in the form in which it is kept, written once: a city's takes seconds.
package struct FrozenReport: Sendable {
    package let report: Report
    /// `Report.text` in UTF-8.
    package let bytes: [UInt8]
    /// `Report.hash`.
    package let hash: String

    package init(_ report: Report) {
        self.report = report
        bytes = report.json.bytes
        hash = ContentHash.hexadecimal(of: bytes)
    }
}
