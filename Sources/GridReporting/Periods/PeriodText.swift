package import GridRecords

/// `2025-03-05`, `2025-W10`, `2025-03`, `2025-Q1`, `2025-H1`, `2025`.
extension Period {
    package var text: String {
        let parts = firstDay.components
        let year = Digits.padded(parts.year, 4)
        switch length {
        case .day: return firstDay.text
        case .week: return "\(Digits.padded(isoWeek.year, 4))-W\(Digits.padded(isoWeek.week, 2))"
        case .month: return "\(year)-\(Digits.padded(parts.month, 2))"
        case .quarter: return "\(year)-Q\((parts.month + 2) / 3)"
        case .halfYear: return "\(year)-H\(parts.month <= 6 ? 1 : 2)"
        case .year: return year
        }
    }

    /// Nil for anything that `text` does not write.
    package init?(text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 4, let year = Digits.number(bytes[0..<4]), year >= 1 else { return nil }
        var period: Period?
        if bytes.count == 4 {
            period = Period(.year, holding: .first(of: 1, in: year))
        } else if bytes.count == 10 {
            period = CalendarDate(text: text).map { Period(.day, holding: $0) }
        } else if bytes.count == 7, let month = Digits.number(bytes[5...]) {
            period = CalendarDate(year: year, month: month, day: 1).map { Period(.month, holding: $0) }
        } else if bytes.count == 8, bytes[5] == UInt8(ascii: "W"), let week = Digits.number(bytes[6...]) {
            period = Period.week(week, of: year)
        } else if bytes.count == 7, let part = Digits.number(bytes[6...]), part >= 1 {
            if bytes[5] == UInt8(ascii: "Q"), part <= 4 {
                period = Period(.quarter, holding: .first(of: part * 3, in: year))
            } else if bytes[5] == UInt8(ascii: "H"), part <= 2 {
                period = Period(.halfYear, holding: .first(of: part * 6, in: year))
            }
        }
        guard let period, period.text.equalsInBytes(text) else { return nil }
        self = period
    }

    /// As people write it.
    package var label: Label {
        let parts = firstDay.components
        let chinese =
            switch length {
            case .day: "\(parts.year)年\(parts.month)月\(parts.day)日"
            case .week: "\(isoWeek.year)年第\(isoWeek.week)周"
            case .month: "\(parts.year)年\(parts.month)月"
            case .quarter: "\(parts.year)年第\((parts.month + 2) / 3)季度"
            case .halfYear: "\(parts.year)年\(parts.month <= 6 ? "上" : "下")半年"
            case .year: "\(parts.year)年"
            }
        return Label(chinese: chinese, english: text)
    }
}
