import Foundation
package import GridRecords

/// Reads the catalogue: the files that are part of the program, and those of an office over them.
package enum CatalogueFiles {
    /// One file by its name, for messages, and its text.
    package struct Source: Sendable {
        package let name: String
        package let text: String

        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// The built-in catalogue with the `*.yaml` files of a directory read over it, sorted by name.
    ///
    /// A file with `kind: K` replaces that kind or adds it; one with `extends: K` adds and changes fields of it; one
    /// with `common:` adds and changes fields that all kinds share.
    package static func load(overriding directory: String? = nil) throws(CatalogueFileError) -> Catalogue {
        try load(overriding: directory.map { path throws(CatalogueFileError) in try sources(in: path) } ?? [])
    }

    /// As above with the texts of the files.
    package static func load(overriding sources: [Source]) throws(CatalogueFileError) -> Catalogue {
        var assembly = CatalogueAssembly()
        for source in BuiltInCatalogue.files { try assembly.take(source) }
        assembly.beginOverriding()
        for source in sources { try assembly.take(source) }
        return try assembly.catalogue()
    }

    static func sources(in directory: String) throws(CatalogueFileError) -> [Source] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw CatalogueFileError(file: directory, reason: "the directory cannot be read")
        }
        var sources: [Source] = []
        for name in names.filter({ $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }).sorted() {
            let path = "\(directory)/\(name)"
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw CatalogueFileError(file: path, reason: "the file cannot be read")
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw CatalogueFileError(file: path, reason: "the file is not UTF-8")
            }
            sources.append(Source(name: path, text: text))
        }
        return sources
    }
}
