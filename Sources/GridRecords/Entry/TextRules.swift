/// What a text may hold: everything but NUL and control characters other than tab and line feed; stored as it is.
package enum TextRules {
    /// The first scalar that is refused; nil when there is none.
    package static func refused(in text: String) -> Unicode.Scalar? {
        text.unicodeScalars.first { scalar in
            switch scalar.value {
            case 0x09, 0x0A: false
            case 0..<0x20, 0x7F...0x9F: true
            default: false
            }
        }
    }

    static func finding(_ text: Text, at path: String, maximumLength: Int?) -> ValidationFinding? {
        if text.utf8.count > Limits.textBytes {
            return ValidationFinding(
                .tooLarge, at: path, "文字超过 \(Limits.textBytes) 字节",
                "the text is longer than \(Limits.textBytes) bytes")
        }
        if let maximumLength, text.string.unicodeScalars.count > maximumLength {
            return ValidationFinding(
                .tooLarge, at: path, "文字超过 \(maximumLength) 个字", "the text is longer than \(maximumLength) characters")
        }
        if let scalar = refused(in: text.string) {
            let hexadecimal = String(scalar.value, radix: 16, uppercase: true)
            let name = "U+" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal
            return ValidationFinding(
                .invalidField, at: path, "文字含有控制字符 \(name)", "the text holds the control character \(name)")
        }
        return nil
    }
}
