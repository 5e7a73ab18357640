import GridRecords

/// Reads one object of a template and says which member was wrong; members that nobody reads are refused.
struct TemplateReader {
    let json: JSONValue
    let place: String

    /// - Parameter members: all keys that may stand here.
    init(_ json: JSONValue, within place: String = "", members: Set<String>) throws(TemplateError) {
        let id = json["id"].flatMap(TemplateReader.plainText)
        self.json = json
        self.place = [place, id ?? ""].filter { !$0.isEmpty }.joined(separator: "/")
        guard let object = json.object else { throw failure("it must be a mapping") }
        if let unknown = object.keys.filter({ !members.contains($0) }).min() {
            throw failure("`\(unknown)` is not known here; known are \(members.sorted().joined(separator: ", "))")
        }
    }

    func failure(_ reason: String) -> TemplateError { TemplateError(place: place, reason: reason) }

    func value(_ key: String) -> JSONValue? { json[key].flatMap { $0.isNull ? nil : $0 } }

    func textIfPresent(_ key: String) throws(TemplateError) -> String? {
        guard let value = value(key) else { return nil }
        guard let text = TemplateReader.plainText(value), !text.isEmpty else {
            throw failure("`\(key)` must be a text")
        }
        return text
    }

    func text(_ key: String) throws(TemplateError) -> String {
        guard let text = try textIfPresent(key) else { throw failure("`\(key)` is missing") }
        return text
    }

    /// An id: it stands in files, cells and links, so it is kept to plain characters.
    func id(_ key: String = "id") throws(TemplateError) -> String {
        let text = try text(key)
        guard text.utf8.count <= 64, text.utf8.allSatisfy(TemplateReader.isPlain) else {
            throw failure("`\(key)` must be 1 to 64 of the characters A-Z a-z 0-9 _ - .")
        }
        return text
    }

    func flag(_ key: String, or absent: Bool) throws(TemplateError) -> Bool {
        guard let value = value(key) else { return absent }
        guard let flag = value.bool else { throw failure("`\(key)` must be true or false") }
        return flag
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws(TemplateError) -> Int? {
        guard let value = value(key) else { return nil }
        guard let number = value.integer.map({ Int(clamping: $0) }), range.contains(number) else {
            throw failure("`\(key)` must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A number with at most six places.
    func number(_ key: String) throws(TemplateError) -> Ratio? {
        guard let value = value(key) else { return nil }
        guard let number = Ratio(value) else { throw failure("`\(key)` must be a number with at most six places") }
        return number
    }

    func list(_ key: String) throws(TemplateError) -> [JSONValue] {
        guard let value = value(key) else { return [] }
        guard let list = value.array else { throw failure("`\(key)` must be a list") }
        return list
    }

    /// One text or a list of them.
    func texts(_ key: String) throws(TemplateError) -> [String] {
        guard let value = value(key) else { return [] }
        var texts: [String] = []
        for member in value.array ?? [value] {
            guard let text = TemplateReader.plainText(member) else { throw failure("`\(key)` must hold texts") }
            texts.append(text)
        }
        return texts
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, or absent: Choice? = nil)
        throws(TemplateError) -> Choice where Choice.RawValue == String
    {
        guard let text = try textIfPresent(key) else {
            if let absent { return absent }
            throw failure("`\(key)` is missing")
        }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw failure("`\(key)` is `\(text)`, not one of \(known)")
        }
        return choice
    }

    func label(_ key: String = "label") throws(TemplateError) -> Label {
        guard let chinese = json[key]?["zh"]?.string, let english = json[key]?["en"]?.string, !chinese.isEmpty,
            !english.isEmpty
        else { throw failure("`\(key)` must have the texts `zh` and `en`") }
        return Label(chinese: chinese, english: english)
    }

    /// Fails when two of the ids are the same.
    func requireDistinct(_ ids: [String], _ what: String) throws(TemplateError) {
        var seen: Set<Text> = []
        for id in ids where !seen.insert(Text(id)).inserted { throw failure("the \(what) `\(id)` stands twice") }
    }

    /// A text, or a whole number where a code was written without quotes.
    static func plainText(_ value: JSONValue) -> String? {
        value.string ?? value.integer.map { String($0) }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || byte == 0x5F || byte == 0x2D || byte == 0x2E
    }
}
