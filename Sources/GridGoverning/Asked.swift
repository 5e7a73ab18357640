package import GridRecords

/// What somebody asked for, by name, with refusals that name what is missing.
package struct Asked {
    package let json: JSONValue

    package init(_ json: JSONValue) { self.json = json }

    package func text(_ key: String) throws(GoverningError) -> String {
        guard let value = optionalText(key) else {
            throw GoverningError("missing_argument", "the command needs \(key)")
        }
        return value
    }

    package func optionalText(_ key: String) -> String? { json[key]?.string.flatMap { $0.isEmpty ? nil : $0 } }

    package func texts(_ key: String) -> [String] { json[key]?.array?.compactMap(\.string) ?? [] }

    package func flag(_ key: String) -> Bool { json[key]?.bool ?? false }
}
