/// When two values at a path say the same, so that there is nothing to decide between them.
package struct Agreement: Sendable {
    /// What is looked past in texts; `merge policies` in DESIGN.md of this room.
    package enum Normalisation: String, CaseIterable, Sendable {
        case widthSpace = "width_space"
        case address
    }

    package let normalisation: Normalisation?

    package init(normalisation: Normalisation? = nil) { self.normalisation = normalisation }

    package init(_ policy: PolicyDefinition) {
        self.init(normalisation: policy.parameters["normalise"].flatMap(Normalisation.init))
    }

    /// Whether both say the same; nothing agrees only with nothing, and sealed values by their tokens.
    package func holds(_ left: FieldValue?, _ right: FieldValue?) -> Bool {
        switch (left, right) {
        case (nil, nil): true
        case (.sealed(let left), .sealed(let right)):
            left == right || (!left.token.isEmpty && left.token == right.token)
        case (.text(let left), .text(let right)):
            left == right || (normalisation != nil && normalised(left) == normalised(right))
        case (.composite(let left), .composite(let right)): holds(left, right)
        case (let left?, let right?): left == right
        default: false
        }
    }

    private func holds(_ left: Composite, _ right: Composite) -> Bool {
        guard left.parts.count == right.parts.count else { return false }
        return zip(left.parts, right.parts).allSatisfy { Text($0.name) == Text($1.name) && holds($0.value, $1.value) }
    }

    /// Whether every claim says the same as the first.
    package func holds(among claims: [Claim]) -> Bool {
        guard let first = claims.first else { return true }
        return claims.dropFirst().allSatisfy { holds(first.value, $0.value) }
    }

    /// The text without what is looked past; as it is when nothing is.
    package func normalised(_ text: Text) -> Text {
        guard let normalisation else { return text }
        var scalars = String.UnicodeScalarView()
        var isBroken = false
        for scalar in text.string.unicodeScalars {
            let code = Agreement.plain(scalar.value)
            if Agreement.isBlank(code) { continue }
            if normalisation == .address, Agreement.isBreak(code) {
                isBroken = true
                continue
            }
            if isBroken, Agreement.isDigit(code), let last = scalars.last, Agreement.isDigit(last.value) {
                scalars.append("-")
            }
            isBroken = false
            scalars.append(Unicode.Scalar(code) ?? scalar)
        }
        return Text(String(scalars))
    }

    /// The half-width, lower-case form.
    private static func plain(_ code: UInt32) -> UInt32 {
        switch code {
        case 0xFF21...0xFF3A: code - 0xFEE0 + 0x20
        case 0xFF01...0xFF5E: code - 0xFEE0
        case 0x3000: 0x20
        case 0x2022, 0x2027, 0x30FB, 0xFF65: 0xB7
        case 0x2010...0x2015, 0x2212, 0xFE63: 0x2D
        case 0x41...0x5A: code + 0x20
        default: code
        }
    }

    private static func isBlank(_ code: UInt32) -> Bool {
        switch code {
        case 0x09, 0x0A, 0x20, 0xA0, 0x2000...0x200B, 0x202F, 0xFEFF: true
        default: false
        }
    }

    /// `-` `_` `.` `,` `#` `。` `号` `幢` `栋` `室`
    private static func isBreak(_ code: UInt32) -> Bool {
        switch code {
        case 0x2D, 0x5F, 0x2E, 0x2C, 0x23, 0x3002, 0x53F7, 0x5E62, 0x680B, 0x5BA4: true
        default: false
        }
    }

    private static func isDigit(_ code: UInt32) -> Bool { (0x30...0x39).contains(code) }
}
