import Foundation
import GridRecords
package import GridReporting

/// Everything that reports are made by, as the files say it.
package struct ReportingCatalogue: Sendable {
    package let schema: FactSchema
    /// Each sorted by id.
    package let reports: [ReportTemplate]
    package let indexes: [IndexTemplate]
    package let lists: [ListTemplate]
    package let stars: [StarRules]

    package func report(_ id: String) -> ReportTemplate? { reports.first { $0.id == id } }
    package func index(_ id: String) -> IndexTemplate? { indexes.first { $0.id == id } }
    package func lists(_ id: String) -> ListTemplate? { lists.first { $0.id == id } }
    package func stars(_ id: String) -> StarRules? { stars.first { $0.id == id } }
}

/// Reads facts, indicators, index, lists and stars: the files that are part of the program, and an office's over them.
package enum ReportingFiles {
    /// The built-in templates with the `*.yaml` files of the directory's folder `indicators` read over them.
    ///
    /// A file with `facts`, `report`, `index`, `lists` or `stars: ID` replaces the template of that id or adds one; one
    /// with `extends: ID` changes it: lists whose members have ids are joined by them, all else is replaced.
    package static func load(overriding directory: String? = nil) throws(CatalogueFileError) -> ReportingCatalogue {
        guard let directory else { return try load(overriding: []) }
        let folder = "\(directory)/indicators"
        guard FileManager.default.fileExists(atPath: folder) else { return try load(overriding: []) }
        return try load(overriding: CatalogueFiles.sources(in: folder))
    }

    /// As above with the texts of the files.
    package static func load(overriding sources: [CatalogueFiles.Source]) throws(CatalogueFileError)
        -> ReportingCatalogue
    {
        var assembly = ReportingAssembly()
        for source in BuiltInIndicators.files { try assembly.take(source) }
        assembly.beginOverriding()
        for source in sources { try assembly.take(source) }
        return try assembly.catalogue()
    }
}
