import Foundation
package import GridRecords
package import GridWorkflow

/// Reads workflows, calendar, routing and practice: the files that are part of the program, and an office's over them.
package enum WorkflowFiles {
    /// The built-in book with the files in `workflows` of an office's directory read over it, sorted by name; a
    /// directory without that folder changes nothing.
    ///
    /// A file with `workflow: W` replaces that workflow or adds it; one with `extends: W` adds and changes its states,
    /// transitions, notes and deadlines by their ids. Of `calendar`, `routing` and `practice` there is one each, which
    /// files add to and change by ids in the same way.
    package static func load(for catalogue: Catalogue, overriding directory: String? = nil)
        throws(CatalogueFileError) -> WorkflowBook
    {
        guard let directory else { return try load(for: catalogue, overriding: []) }
        let folder = "\(directory)/workflows"
        guard FileManager.default.fileExists(atPath: folder) else { return try load(for: catalogue, overriding: []) }
        return try load(for: catalogue, overriding: try CatalogueFiles.sources(in: folder))
    }

    /// As above with the texts of the files.
    package static func load(for catalogue: Catalogue, overriding sources: [CatalogueFiles.Source])
        throws(CatalogueFileError) -> WorkflowBook
    {
        var assembly = WorkflowAssembly()
        for source in BuiltInWorkflows.files { try assembly.take(source) }
        assembly.beginOverriding()
        for source in sources { try assembly.take(source) }
        return try assembly.book(for: catalogue)
    }
}
