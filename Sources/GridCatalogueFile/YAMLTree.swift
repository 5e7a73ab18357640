import GridRecords
import Yams

/// A YAML text as a JSON value, with the lines on which fields begin.
struct YAMLTree {
    /// Bytes of one catalogue file, at most.
    static let fileBytes = 1_048_576
    /// Values in one file once aliases are written out, at most.
    private static let values = 100_000
    /// Aliases in one file, at most. What they stand for is compared and freed as if it were written out, and that
    /// grows with each alias that names a value with aliases.
    private static let aliases = 16
    /// Under these keys a bare `01` or `no` is the text that stands there, as codes are texts.
    private static let textKeys: Set<String> = [
        "id", "code", "codes", "add_codes", "zh", "en", "kind", "extends", "policy", "roles",
    ]

    let json: JSONValue
    /// Line of each object that has an `id`, by that id and those of the objects around it (`items/status`).
    private(set) var lines: [String: Int] = [:]

    init(text: String, file: String) throws(CatalogueFileError) {
        guard text.utf8.count <= YAMLTree.fileBytes else {
            throw CatalogueFileError(file: file, reason: "the file is larger than \(YAMLTree.fileBytes) bytes")
        }
        guard YAMLTree.aliases(in: text) <= YAMLTree.aliases else {
            throw CatalogueFileError(file: file, reason: "the file has more than \(YAMLTree.aliases) aliases (`*name`)")
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw YAMLTree.failure(error, file: file)
        } catch {
            throw CatalogueFileError(file: file, reason: "\(error)")
        }
        guard let root else { throw CatalogueFileError(file: file, reason: "the file is empty") }
        var converter = Converter(file: file)
        json = try converter.value(root, isText: false, within: "", depth: 0)
        lines = converter.lines
    }

    /// Counts every place where an alias may stand, those inside texts too.
    private static func aliases(in text: String) -> Int {
        var count = 0
        var last: UInt8 = 0x0A
        for byte in text.utf8 {
            if last == UInt8(ascii: "*"), byte > 0x20 { count += 1 }
            last = byte
        }
        return count
    }

    private static func failure(_ error: YamlError, file: String) -> CatalogueFileError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            CatalogueFileError(file: file, line: mark.line, reason: problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            CatalogueFileError(
                file: file, line: context.mark.line,
                reason: "the key `\(duplicates.joined(separator: "`, `"))` stands twice")
        default: CatalogueFileError(file: file, reason: "the file is not YAML: \(error)")
        }
    }

    private struct Converter {
        let file: String
        var lines: [String: Int] = [:]
        var count = 0

        mutating func value(_ node: Node, isText: Bool, within: String, depth: Int) throws(CatalogueFileError)
            -> JSONValue
        {
            count += 1
            guard count <= YAMLTree.values, depth <= Limits.jsonDepth else {
                throw CatalogueFileError(
                    file: file, line: node.mark?.line, reason: "the file holds too much or nests too deep")
            }
            switch node {
            case .scalar(let scalar): return YAMLTree.scalar(scalar, node, isText: isText)
            case .sequence(let sequence):
                var values: [JSONValue] = []
                for element in sequence {
                    values.append(try value(element, isText: isText, within: within, depth: depth + 1))
                }
                return .array(values)
            case .mapping(let mapping): return try object(mapping, isText: isText, within: within, depth: depth)
            case .alias: throw CatalogueFileError(file: file, line: node.mark?.line, reason: "the alias has no anchor")
            }
        }

        private mutating func object(_ mapping: Node.Mapping, isText: Bool, within: String, depth: Int)
            throws(CatalogueFileError) -> JSONValue
        {
            var place = within
            if let id = mapping["id"]?.scalar?.string {
                place = within.isEmpty ? id : "\(within)/\(id)"
                lines[place] = mapping.mark?.line ?? lines[place]
            }
            var members: [String: JSONValue] = [:]
            for (key, member) in mapping {
                guard let name = key.scalar?.string else {
                    throw CatalogueFileError(file: file, line: key.mark?.line, reason: "a key must be a text")
                }
                // `retired` of a code is a truth value among texts.
                let isText = name != "retired" && (isText || YAMLTree.textKeys.contains(name))
                members[name] = try value(member, isText: isText, within: place, depth: depth + 1)
            }
            return .object(members)
        }
    }

    private static func scalar(_ scalar: Node.Scalar, _ node: Node, isText: Bool) -> JSONValue {
        let isPlain = scalar.style == .plain || scalar.style == .any
        if !isPlain { return .string(scalar.string) }
        switch scalar.string {
        case "true" where !isText: return true
        case "false" where !isText: return false
        case "", "~", "null": return .null
        default: break
        }
        if !isText, let number = try? JSONValue(parsing: scalar.string), number.double != nil { return number }
        return .string(scalar.string)
    }
}
