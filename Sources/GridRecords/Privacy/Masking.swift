/// What stands in the place of a personal value for those who may not see it whole.
///
/// The usual "first six and last four" of an identity number is not used: with the check character it leaves about
/// 3,300 birth dates of a century.
package enum Masking {
    package enum Rule: String, CaseIterable, Sendable {
        /// The family name and two stars, however long the name.
        case name
        /// The first three and the last four digits.
        case phone
        /// As far as the building.
        case address
    }

    /// What a value is shown as; nil when nothing of it may be.
    ///
    /// - Parameter isOwnArea: whether the reader works in the record's own grid with a role that reads it whole.
    package static func shown(_ value: FieldValue, as definition: FieldDefinition, isOwnArea: Bool) -> FieldValue? {
        if isOwnArea { return value }
        switch value {
        case .sealed(let sealed):
            return .sealed(
                SealedValue(lastFour: "", isChecksumValid: sealed.isChecksumValid, token: [], box: []))
        case .composite(let composite):
            let parts = composite.parts.compactMap { part -> Composite.Part? in
                guard let of = definition.parts.first(where: { $0.id == part.name }) else {
                    return definition.sensitivity < .personal ? part : nil
                }
                return shown(part.value, as: of, isOwnArea: false).map { Composite.Part(name: part.name, value: $0) }
            }
            return .composite(Composite(parts))
        case .text(let text):
            guard definition.sensitivity >= .personal else { return value }
            return definition.masking.map { .text(Text(masked(text.string, by: $0))) }
        default:
            return definition.sensitivity >= .personal ? nil : value
        }
    }

    package static func masked(_ text: String, by rule: Rule) -> String {
        switch rule {
        case .name: text.isEmpty ? "" : String(text.prefix(familyNameLength(text))) + "**"
        case .phone: phone(text)
        case .address: building(text)
        }
    }

    /// Family names of two characters in daily use; all others have one.
    private static let doubleNames: Set<String> = [
        "欧阳", "上官", "司马", "诸葛", "司徒", "夏侯", "皇甫", "尉迟", "公孙", "长孙", "慕容", "令狐", "宇文", "东方", "端木", "南宫",
    ]

    private static func familyNameLength(_ name: String) -> Int {
        name.count > 2 && doubleNames.contains(String(name.prefix(2))) ? 2 : 1
    }

    private static func phone(_ text: String) -> String {
        let digits = Array(text.unicodeScalars.filter { (0x30...0x39).contains($0.value) })
        guard digits.count >= 10 else { return "****" }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: digits.prefix(3))
        result.append(contentsOf: "****".unicodeScalars)
        result.append(contentsOf: digits.suffix(4))
        return String(result)
    }

    /// Cuts after the last character that names a building; where there is none, before the first digit.
    private static func building(_ text: String) -> String {
        let characters = Array(text)
        let marks: Set<Character> = ["幢", "栋", "楼", "号", "弄"]
        let inside: Set<Character> = ["室", "层", "户"]
        var end: Int?
        for (index, character) in characters.enumerated() {
            if inside.contains(character) { break }
            // "2楼" after a building is a floor, "8号楼" a building.
            if character == "楼", let found = end, found != index { continue }
            if marks.contains(character) { end = index + 1 }
        }
        if let end { return String(characters[..<end]) + "**" }
        return String(characters.prefix { !$0.isNumber }) + "**"
    }
}
