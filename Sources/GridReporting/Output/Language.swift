package import GridRecords

extension Language {
    func text(_ chinese: String, _ english: String) -> String { self == .chinese ? chinese : english }
}

extension Report {
    /// `平安报表 2025年3月 第101期（第2版）`.
    package func title(_ language: Language) -> String {
        var parts = [label.text(in: language), scope.label.text(in: language), period.label.text(in: language)]
        if let number {
            parts.append(language.text("第\(number.serial)期", "No. \(number.serial)"))
            if number.version > 1 {
                parts.append(language.text("（第\(number.version)版，更正）", "(version \(number.version), restated)"))
            }
        } else {
            parts.append(language.text("（草稿）", "(draft)"))
        }
        return parts.joined(separator: " ")
    }

    /// Cut-off and rules, as they stand under every form of the report.
    func footing(_ language: Language) -> String {
        let cutoff = Timestamp.shanghai(milliseconds: cutoff).text
        let rules = "\(template) \(self.rules.version) / \(self.rules.thresholds) / \(self.rules.hash)"
        return language.text("截止\(cutoff)；规则\(rules)", "cut-off \(cutoff); rules \(rules)")
    }
}

extension Cell {
    /// The value as it is printed; `*` for what was taken out, `–` for no data.
    package func shown(in row: ReportRow) -> String {
        if isSuppressed { return "*" }
        return value.map { row.shown($0) } ?? "–"
    }
}
