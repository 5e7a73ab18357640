/// A day of the proleptic Gregorian calendar, years 1 to 9999 (GB/T 7408, ISO 8601).
package struct CalendarDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    package let dayNumber: Int32

    package init(dayNumber: Int32) { self.dayNumber = dayNumber }

    /// Nil when there is no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CalendarDate.days(inMonth: month, of: year)
        else { return nil }
        // Days from civil: shift the year to begin in March, so the leap day is the last of it.
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        dayNumber = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// Reads `2026-03-01`; nil for anything else or a day that is not.
    package init?(text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
            let year = Digits.number(bytes[0..<4]), let month = Digits.number(bytes[5..<7]),
            let day = Digits.number(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    package var components: (year: Int, month: Int, day: Int) {
        let shifted = Int(dayNumber) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    package var text: String {
        let parts = components
        return "\(Digits.padded(parts.year, 4))-\(Digits.padded(parts.month, 2))-\(Digits.padded(parts.day, 2))"
    }

    package static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    package static func < (left: CalendarDate, right: CalendarDate) -> Bool { left.dayNumber < right.dayNumber }
}

extension Timestamp {
    /// Minutes east of UTC in which the counties live and in which their days are counted.
    package static let shanghaiOffsetMinutes: Int16 = 480

    /// Reads RFC 3339 with a zone, up to milliseconds (further digits are cut); nil for anything else.
    package init?(text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == 0x54 || bytes[10] == 0x74 || bytes[10] == 0x20,
            let date = CalendarDate(text: String(decoding: bytes[0..<10], as: UTF8.self)),
            bytes[13] == 0x3A, bytes[16] == 0x3A,
            let hour = Digits.number(bytes[11..<13]), let minute = Digits.number(bytes[14..<16]),
            let second = Digits.number(bytes[17..<19]), hour < 24, minute < 60, second < 60
        else { return nil }
        var rest = bytes[19...]
        var fraction = 0
        if rest.first == 0x2E {
            let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty, digits.count <= 9 else { return nil }
            for position in 0..<3 {
                fraction =
                    fraction * 10 + (position < digits.count ? Int(digits[digits.startIndex + position]) - 0x30 : 0)
            }
            rest = rest.dropFirst(1 + digits.count)
        }
        guard let offset = Timestamp.offset(rest) else { return nil }
        let seconds = Int64(date.dayNumber) * 86_400 + Int64(hour * 3600 + minute * 60 + second) - Int64(offset) * 60
        self.init(milliseconds: seconds * 1000 + Int64(fraction), offsetMinutes: offset)
    }

    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int16? {
        let bytes = Array(bytes)
        if bytes == [0x5A] || bytes == [0x7A] { return 0 }
        guard bytes.count == 6, bytes[0] == 0x2B || bytes[0] == 0x2D, bytes[3] == 0x3A,
            let hours = Digits.number(bytes[1..<3]), let minutes = Digits.number(bytes[4..<6]), hours <= 18,
            minutes < 60
        else { return nil }
        return Int16(bytes[0] == 0x2D ? -(hours * 60 + minutes) : hours * 60 + minutes)
    }

    /// RFC 3339 in the zone in which it was told; milliseconds only when there are any.
    package var text: String {
        let local = milliseconds + Int64(offsetMinutes) * 60_000
        let day = local >= 0 ? local / 86_400_000 : (local - 86_399_999) / 86_400_000
        let time = Int(local - day * 86_400_000)
        var result = CalendarDate(dayNumber: Int32(truncatingIfNeeded: day)).text
        result +=
            "T\(Digits.padded(time / 3_600_000, 2)):\(Digits.padded(time / 60_000 % 60, 2)):\(Digits.padded(time / 1000 % 60, 2))"
        if time % 1000 != 0 { result += ".\(Digits.padded(time % 1000, 3))" }
        if offsetMinutes == 0 { return result + "Z" }
        let size = Int(offsetMinutes.magnitude)
        return result + (offsetMinutes < 0 ? "-" : "+")
            + "\(Digits.padded(size / 60, 2)):\(Digits.padded(size % 60, 2))"
    }

    /// The instant in Shanghai's zone, as reports and conflicts show it.
    package static func shanghai(milliseconds: Int64) -> Timestamp {
        Timestamp(milliseconds: milliseconds, offsetMinutes: shanghaiOffsetMinutes)
    }

    /// The day in Shanghai on which an instant falls: the bucket of every rule that speaks of a day.
    package static func shanghaiDay(milliseconds: Int64) -> CalendarDate {
        let local = milliseconds + Int64(shanghaiOffsetMinutes) * 60_000
        return CalendarDate(
            dayNumber: Int32(truncatingIfNeeded: local >= 0 ? local / 86_400_000 : (local - 86_399_999) / 86_400_000))
    }
}

/// Plain decimal digits, read and written without a locale.
package enum Digits {
    /// Nil unless all bytes are digits and the number fits.
    package static func number(_ bytes: some Collection<UInt8>) -> Int? {
        guard !bytes.isEmpty, bytes.count <= 18 else { return nil }
        var result = 0
        for byte in bytes {
            guard (0x30...0x39).contains(byte) else { return nil }
            result = result * 10 + Int(byte - 0x30)
        }
        return result
    }

    package static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
