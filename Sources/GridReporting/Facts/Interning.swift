import GridRecords

/// Texts as small numbers, in the order in which they came; that order reaches no result.
struct CodeBook: Sendable {
    /// Number 0 stands for no text.
    private(set) var texts: [String] = [""]
    private var numbers: [Text: UInt32] = [:]

    mutating func number(_ text: String) -> UInt32 {
        if let known = numbers[Text(text)] { return known }
        let number = UInt32(texts.count)
        numbers[Text(text)] = number
        texts.append(text)
        return number
    }

    func known(_ text: String) -> UInt32? { numbers[Text(text)] }
}

/// Sets of codes as small numbers; nearly all records share a few.
struct CodeSetBook: Sendable {
    /// Each sorted; number 0 is the empty set.
    private(set) var sets: [[UInt32]] = [[]]
    private var numbers: [[UInt32]: UInt32] = [[]: 0]

    mutating func number(_ codes: [UInt32]) -> UInt32 {
        let codes = codes.count > 1 ? Set(codes).sorted() : codes
        if let known = numbers[codes] { return known }
        let number = UInt32(sets.count)
        numbers[codes] = number
        sets.append(codes)
        return number
    }
}
