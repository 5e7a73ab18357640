import GridClient
import GridRecords

/// One row of a CSV import as what is to be written.
struct ImportRow: Hashable, Sendable {
    /// A record's id to write to; nil to create one.
    let id: String?
    let kind: String
    let area: String
    /// Paths with the texts of their cells; empty cells write nothing.
    let fields: [FieldText]

    struct FieldText: Hashable, Sendable {
        let path: String
        let text: String
    }

    var entries: [FieldEntry] { fields.map { FieldEntry(path: $0.path, value: ImportRow.value($0.text)) } }

    /// A cell with a JSON object is the object (that is how an export writes it); any other goes by the field's type.
    private static func value(_ text: String) -> EntryValue {
        if text.utf8.first == UInt8(ascii: "{"), let object = try? JSONValue(parsing: text) { return .json(object) }
        return .text(text)
    }
}

/// The columns of a CSV import: `kind`, `area`, `id` and paths of fields, in any order.
struct ImportHeader: Sendable {
    private let columns: [String]
    private let language: Language

    /// 65 when a column comes twice or nothing tells what the rows are.
    init(_ cells: [String], language: Language) throws(ClientError) {
        columns = cells.map(ImportHeader.trimmed)
        self.language = language
        let names = Set(columns)
        let isComplete = names.contains("id") || names.isSuperset(of: ["kind", "area"])
        guard names.count == columns.count, isComplete, !names.contains("") else {
            throw ClientError(
                code: "bad_input", message: Message.errorHeader.text(language), exitCode: Exit.badData)
        }
    }

    func row(_ cells: [String]) throws(ClientError) -> ImportRow {
        guard cells.count == columns.count else {
            throw bad(.errorRow, String(cells.count), String(columns.count))
        }
        var envelope: [String: String] = [:]
        var fields: [ImportRow.FieldText] = []
        for (column, cell) in zip(columns, cells) where !cell.isEmpty {
            if ["id", "kind", "area", "deleted"].contains(column) {
                envelope[column] = ImportHeader.trimmed(cell)
            } else {
                fields.append(ImportRow.FieldText(path: column, text: FormulaGuard.unguarded(cell)))
            }
        }
        let row = ImportRow(
            id: envelope["id"], kind: envelope["kind"] ?? "", area: envelope["area"] ?? "", fields: fields)
        if row.id == nil, row.kind.isEmpty || row.area.isEmpty { throw bad(.errorRowKind) }
        return row
    }

    private func bad(_ message: Message, _ values: String...) -> ClientError {
        let text = values.count == 2 ? message.text(language, values[0], values[1]) : message.text(language)
        return ClientError(code: "bad_input", message: text, exitCode: Exit.badData)
    }

    private static func trimmed(_ cell: String) -> String {
        String(cell.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
