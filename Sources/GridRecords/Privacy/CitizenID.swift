/// The citizen identity number of GB 11643-1999: 6 digits of a division, 8 of the birth date, 3 of a serial number
/// (odd for men) and a check character of ISO 7064 MOD 11-2.
///
/// Residence permits of Hong Kong, Macao and Taiwan residents (810000, 820000, 830000) and the permanent residence
/// cards of foreigners since 2023 (first digit 9) have the same shape and check character.
package enum CitizenID {
    package enum Verdict: Hashable, Sendable {
        case valid
        /// 15 digits: a number of before 1999, which no longer stands on any valid card.
        case obsolete
        /// Not 17 digits with a digit or X after them.
        case malformed
        case noSuchDate
        case wrongCheckCharacter
    }

    /// Judges a number as it stands; an `x` must have been made `X` before (`normalised`).
    package static func check(_ number: some StringProtocol) -> Verdict {
        let bytes = Array(number.utf8)
        let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
        if bytes.count == 15, bytes.allSatisfy(isDigit) { return .obsolete }
        guard bytes.count == 18, bytes.dropLast().allSatisfy(isDigit), isDigit(bytes[17]) || bytes[17] == 0x58 else {
            return .malformed
        }
        guard birthDate(of: number) != nil else { return .noSuchDate }
        return checkCharacter(of: String(decoding: bytes[..<17], as: UTF8.self)) == Character(UnicodeScalar(bytes[17]))
            ? .valid : .wrongCheckCharacter
    }

    /// The check character of ISO 7064 MOD 11-2 for any count of digits; nil when there is anything but digits.
    ///
    /// For 17 digits this is GB 11643's sum with the weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2, taken modulo 11
    /// and looked up in `10X98765432`.
    package static func checkCharacter(of body: some StringProtocol) -> Character? {
        guard !body.isEmpty else { return nil }
        var remainder = 0
        for byte in body.utf8 {
            guard (0x30...0x39).contains(byte) else { return nil }
            remainder = (remainder + Int(byte - 0x30)) * 2 % 11
        }
        let check = (12 - remainder) % 11
        return check == 10 ? "X" : Character(UnicodeScalar(UInt8(0x30 + check)))
    }

    /// Full-width digits and letters as ASCII, letters upper case, spaces left out: what is checked, sealed, matched.
    package static func normalised(_ number: some StringProtocol) -> String {
        var result = ""
        for scalar in number.unicodeScalars {
            switch scalar.value {
            case 0x20, 0x09, 0x3000: continue
            case 0x61...0x7A: result.unicodeScalars.append(UnicodeScalar(UInt8(scalar.value - 0x20)))
            case 0xFF10...0xFF19, 0xFF21...0xFF3A:
                result.unicodeScalars.append(UnicodeScalar(UInt8(scalar.value - 0xFEE0)))
            case 0xFF41...0xFF5A: result.unicodeScalars.append(UnicodeScalar(UInt8(scalar.value - 0xFF00)))
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The birth date in an 18-character number; nil for another length or a day that is not.
    package static func birthDate(of number: some StringProtocol) -> CalendarDate? {
        let bytes = Array(number.utf8)
        guard bytes.count == 18, let year = Digits.number(bytes[6..<10]), let month = Digits.number(bytes[10..<12]),
            let day = Digits.number(bytes[12..<14])
        else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }

    /// The code of GB/T 2261.1 (1 male, 2 female) that the last four characters give away; nil for other shapes.
    package static func sex(lastFour: some StringProtocol) -> Text? {
        let bytes = Array(lastFour.utf8)
        guard bytes.count == 4, (0x30...0x39).contains(bytes[2]) else { return nil }
        return (bytes[2] - 0x30) % 2 == 1 ? "1" : "2"
    }

    /// Whole years between birth and a day.
    package static func age(born: CalendarDate, on day: CalendarDate) -> Int {
        let birth = born.components
        let today = day.components
        let hadBirthday = (today.month, today.day) >= (birth.month, birth.day)
        return today.year - birth.year - (hadBirthday ? 0 : 1)
    }
}

/// An identity number on its way into a sealed value.
package struct SealedNumber: Hashable, Sendable {
    /// ASCII, upper case, without spaces.
    package let number: String
    package let lastFour: Text
    /// Whether the checksum held; nil for documents without one.
    package let isChecksumValid: Bool?

    /// - Parameter documentType: the code of GA/T 517 that was entered beside it; nil when none was.
    package init(_ text: String, documentType: Text?) {
        let number = CitizenID.normalised(text)
        self.number = number
        lastFour = Text(String(number.suffix(4)))
        let verdict = CitizenID.check(number)
        let isChecked: Bool
        if let documentType, !SealedNumber.checkedTypes.contains(documentType) {
            isChecked = verdict != .malformed && SealedNumber.permitPrefixes.contains { number.hasPrefix($0) }
        } else {
            isChecked = documentType != nil || number.utf8.count == 18
        }
        isChecksumValid = isChecked ? verdict == .valid : nil
    }

    /// Codes of GA/T 517 whose numbers are citizen identity numbers: identity card, interim card, household register.
    package static let checkedTypes: Set<Text> = ["111", "112", "113"]
    /// How numbers of permits begin that have the same check character.
    private static let permitPrefixes = ["810000", "820000", "830000", "9"]
}
