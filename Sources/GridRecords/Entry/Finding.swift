/// Something that is wrong, or worth a word, with what was entered at one place.
package struct ValidationFinding: Hashable, Sendable {
    /// The stable reasons that answer an entry or stand beside a quarantined changeset.
    package enum Code: String, CaseIterable, Sendable {
        case unknownField = "unknown_field"
        case invalidField = "invalid_field"
        case missingField = "missing_field"
        case tooLarge = "too_large"
    }

    package let code: Code
    /// The path as it was written, also when it is none.
    package let path: String
    /// One sentence in each language, without the path.
    package let sentence: Label
    /// Whether the value is taken all the same.
    package let isWarning: Bool
    /// Whether the fault is a code outside its list, which a later catalogue may hold.
    package let isUnknownCode: Bool

    package init(
        _ code: Code, at path: String, _ chinese: String, _ english: String, isWarning: Bool = false,
        isUnknownCode: Bool = false
    ) {
        self.code = code
        self.path = path
        sentence = Label(chinese: chinese, english: english)
        self.isWarning = isWarning
        self.isUnknownCode = isUnknownCode
    }
}

/// Why an entry was refused: at least one finding, in the order of the fields.
package struct ValidationError: Error, Hashable, Sendable {
    package let findings: [ValidationFinding]

    package init(_ findings: [ValidationFinding]) { self.findings = findings }

    package init(_ code: ValidationFinding.Code, at path: String, _ chinese: String, _ english: String) {
        findings = [ValidationFinding(code, at: path, chinese, english)]
    }

    /// The reason that answers for all of them: the first.
    package var code: ValidationFinding.Code { findings.first?.code ?? .invalidField }
    package var path: String { findings.first?.path ?? "" }

    package func message(in language: Language) -> String {
        findings.map { "\($0.path): \($0.sentence.text(in: language))" }.joined(separator: "; ")
    }
}
