import GridRecords

/// Why a cell has its colour, in words.
struct Reasons {
    let indicator: Indicator
    /// For its way of printing values.
    let row: (Ratio) -> String

    func reason(_ measurement: Measurement, _ comparisons: [Cell.Comparison], _ colour: Colour) -> Label {
        guard let value = measurement.value else { return missing(measurement) }
        var parts = [counts(measurement, value)]
        for comparison in comparisons { parts.append(sentence(comparison)) }
        if measurement.waiting > 0 {
            parts.append(
                Label(
                    chinese: "另有\(measurement.waiting)件观察期未满，不计入",
                    english: "\(measurement.waiting) more are left out, their time of observation not being over"))
        }
        if indicator.direction == .neutral {
            parts.append(Label(chinese: "采集量，不评色", english: "a count of what was collected, not coloured"))
        } else if colour == .grey {
            parts.append(Label(chinese: "无可比数据，不评色", english: "nothing to compare with, not coloured"))
        }
        return Label(
            chinese: parts.map(\.chinese).joined(separator: "；"),
            english: parts.map(\.english).joined(separator: "; "))
    }

    private func missing(_ measurement: Measurement) -> Label {
        if measurement.waiting > 0 {
            return Label(
                chinese: "无数据：\(measurement.waiting)件观察期未满",
                english: "no data: the time of observation of \(measurement.waiting) is not over")
        }
        if measurement.denominator == 0 { return Label(chinese: "无数据：分母为零", english: "no data: the whole is nought") }
        return Label(
            chinese: indicator.source == .imported ? "无数据：未导入" : "无数据",
            english: indicator.source == .imported ? "no data: nothing was handed in" : "no data")
    }

    private func counts(_ measurement: Measurement, _ value: Ratio) -> Label {
        guard let part = measurement.numerator, let whole = measurement.denominator else {
            return Label(chinese: row(value), english: row(value))
        }
        return Label(chinese: "\(row(value))（\(part)/\(whole)）", english: "\(row(value)) (\(part) of \(whole))")
    }

    private func sentence(_ comparison: Cell.Comparison) -> Label {
        let name = comparison.comparator.label
        let mark = comparison.colour.map { Label(chinese: "，\($0.label.chinese)", english: ", \($0.label.english)") }
        let (chineseMark, englishMark) = (mark?.chinese ?? "", mark?.english ?? "")
        guard let base = comparison.base else {
            return Label(chinese: "\(name.chinese)：无数据", english: "\(name.english): no data")
        }
        if comparison.comparator == .target {
            return Label(
                chinese: "\(name.chinese)\(row(base))\(chineseMark)",
                english: "\(name.english) \(row(base))\(englishMark)")
        }
        let derived = comparison.basis == .derived
        let told = Label(
            chinese: "\(row(base))\(derived ? "（推算）" : "")", english: "\(row(base))\(derived ? " (worked out)" : "")")
        guard let change = comparison.change else {
            return Label(
                chinese: "\(name.chinese)：基数\(told.chinese)，无法计算幅度\(chineseMark)",
                english: "\(name.english): from \(told.english), no change in per cent exists\(englishMark)")
        }
        let size = Reasons.signed(change) + (comparison.isInPoints ? "" : "%")
        return Label(
            chinese: "\(name.chinese)\(size)\(comparison.isInPoints ? "个百分点" : "")（基数\(told.chinese)）\(chineseMark)",
            english:
                "\(name.english) \(size)\(comparison.isInPoints ? " percentage points" : "") (base \(told.english))\(englishMark)"
        )
    }

    /// In per cent with two places and its sign: `+60.86`, `-40.00`.
    static func signed(_ change: Ratio) -> String {
        let text = change.percent(decimals: 2)
        return change.numerator > 0 ? "+\(text)" : text
    }
}
