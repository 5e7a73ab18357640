import GridRecords
import Mustache

/// Why the console cannot begin: a template or text of its own that cannot be read.
package struct ConsoleSetupError: Error, Hashable, Sendable {
    package let detail: String
}

/// Templates and texts; makes pages out of models. Everything goes through the templates' HTML escaping.
struct Paper: Sendable {
    private let library: MustacheLibrary
    private let words: [Language: [String: String]]
    let style: [UInt8]

    init() throws(ConsoleSetupError) {
        var library = MustacheLibrary()
        for (name, text) in BuiltInTemplates.files where name.hasSuffix(".mustache") {
            do {
                try library.register(text, named: String(name.dropLast(".mustache".count)))
            } catch { throw ConsoleSetupError(detail: "\(name): \(error)") }
        }
        self.library = library
        words = try Paper.words(BuiltInTemplates.files["texts.txt"] ?? "")
        style = Array((BuiltInTemplates.files["style.css"] ?? "").utf8)
    }

    /// Lines `key | Chinese | English`; `#` begins a remark.
    private static func words(_ text: String) throws(ConsoleSetupError) -> [Language: [String: String]] {
        var words: [Language: [String: String]] = [.chinese: [:], .english: [:]]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map { part in
                String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
            guard parts.count == 3, words[.chinese]?[parts[0]] == nil else {
                throw ConsoleSetupError(detail: "texts.txt: \(line)")
            }
            words[.chinese]?[parts[0]] = parts[1]
            words[.english]?[parts[0]] = parts[2]
        }
        return words
    }

    /// The text of a key; nil for an unknown one.
    func word(_ key: String, _ language: Language) -> String? { words[language]?[key] }

    /// A page as HTML; nil where there is no such template.
    func page(_ template: String, _ model: JSONValue, _ language: Language) -> String? {
        var context = Paper.context(model) as? [String: Any] ?? [:]
        context["t"] = words[language] ?? [:]
        return library.render(context, withTemplate: template)
    }

    /// What the template library looks into; null is as absent.
    private static func context(_ value: JSONValue) -> Any? {
        switch value {
        case .null: nil
        case .bool(let flag): flag
        case .string(let text): text
        case .array(let values): values.compactMap { context($0) }
        case .object(let members): members.compactMapValues { context($0) }
        default: value.text
        }
    }
}
