import Foundation
import GRDB
import GridCausality
import GridRecords
import GridStore

/// The table of one kind: columns that all kinds have, then one for each field.
struct ReadModelTable: Sendable {
    private static let shared = [
        "id TEXT PRIMARY KEY", "area TEXT", "areas TEXT NOT NULL", "deleted INTEGER NOT NULL", "disputed TEXT",
        "position INTEGER NOT NULL", "created TEXT NOT NULL", "updated TEXT NOT NULL",
    ]

    private let name: String
    private let fields: [FieldDefinition]
    private let columns: [String]
    private let upsert: String

    init(_ kind: KindDefinition) {
        name = Self.quoted(kind.id)
        fields = kind.fields
        let taken = Self.shared.map { String($0.prefix { $0 != " " }) }
        let names = taken + kind.fields.map { taken.contains($0.id) ? "\($0.id)_field" : $0.id }
        columns = names.map(Self.quoted)
        let marks = names.map { _ in "?" }.joined(separator: ", ")
        let updates = columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        upsert = """
            INSERT INTO \(name) (\(columns.joined(separator: ", "))) VALUES (\(marks))
            ON CONFLICT (id) DO UPDATE SET \(updates)
            """
    }

    func create(in database: Database) throws {
        let own = zip(fields, columns.dropFirst(Self.shared.count)).map { "\($1) \(Self.affinity(of: $0))" }
        try database.execute(sql: "CREATE TABLE \(name) (\((Self.shared + own).joined(separator: ", ")))")
        try database.execute(
            sql: "CREATE INDEX \(Self.quoted("_area_of_" + name.dropFirst().dropLast())) ON \(name) (area)")
    }

    /// Every table of a kind goes, also of kinds that the catalogue has no more.
    static func dropAll(in database: Database) throws {
        let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 1) != '_'"
        for name in try String.fetchAll(database, sql: sql) where !name.hasPrefix("sqlite_") {
            try database.execute(sql: "DROP TABLE \(quoted(name))")
        }
    }

    func remove(_ id: RecordID, in database: Database) throws {
        try database.cachedStatement(sql: "DELETE FROM \(name) WHERE id = ?").execute(arguments: [id.text])
    }

    func put(_ record: GridRecords.Record, _ stored: StoredRecord, _ catalogue: Catalogue, in database: Database) throws
    {
        let view = RecordView(record, catalogue: catalogue)
        let updated = record.stamps.map(\.effectiveTime).max() ?? stored.id.milliseconds
        let disputed = view.disputed.map { JSONValue.string($0.text) }
        var values: [DatabaseValue] = [
            stored.id.text.databaseValue, (view.area?.text).databaseValue,
            JSONValue.array(stored.areas.map { .string($0.text) }).text.databaseValue, view.isDeleted.databaseValue,
            disputed.isEmpty ? .null : JSONValue.array(disputed).text.databaseValue,
            clamped(stored.position).databaseValue,
            Timestamp.shanghai(milliseconds: min(stored.id.milliseconds, updated)).text.databaseValue,
            Timestamp.shanghai(milliseconds: updated).text.databaseValue,
        ]
        let shown = view.fields
        for field in fields { values.append(Self.value(shown[field.id], of: field)) }
        try database.cachedStatement(sql: upsert).execute(arguments: StatementArguments(values))
    }

    private static func affinity(of field: FieldDefinition) -> String {
        switch field.type {
        case .int, .money, .bool: "INTEGER"
        case .decimal: "REAL"
        default: "TEXT"
        }
    }

    /// A plain value as it is; of a sealed one how it ends; anything with parts as JSON text.
    private static func value(_ json: JSONValue?, of field: FieldDefinition) -> DatabaseValue {
        guard let json else { return .null }
        if field.sensitivity == .sealed { return (json["last4"]?.string).databaseValue }
        switch json {
        case .null: return .null
        case .bool(let flag): return flag.databaseValue
        case .integer(let number): return number.databaseValue
        case .decimal, .number: return (json.double).databaseValue
        case .string(let text): return text.databaseValue
        case .array, .object: return json.text.databaseValue
        }
    }

    private static func quoted(_ name: some StringProtocol) -> String {
        "\"" + name.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}

extension RecordID {
    /// When it was minted, by its device's clock: the first 48 bits (RFC 9562, section 5.7).
    var milliseconds: Int64 { Int64(bits.high >> 16) }
}
