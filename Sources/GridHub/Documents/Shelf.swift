import Foundation
import GridRecords
import GridStore
import Synchronization

/// The shelves of the hub's administrative documents; the raw value is the shelf's name in the store.
enum Shelf: String {
    case meta, areas, workers, devices, replicas, tokens, codes, alarms, disputes, assignments, listed, merges, news
    case quarantine
    case quarantinedRecords = "quarantined_records"
    case sealed, erased, forks, audit, offers, reports, totals
    case reportTexts = "report_texts"
    /// Pairs of duplicates, decisions that two are two, and the index by which pairs are found.
    case duplicates, dismissals
    case duplicateKeys = "duplicate_keys"
    case duplicateRecords = "duplicate_records"
}

/// A document that every exchange reads and writes: it makes its JSON itself, without `Codable`.
protocol FrequentDocument: Sendable {
    /// Nil where a member is missing or of another type.
    init?(json: JSONValue)
    var json: JSONValue { get }
}

/// Documents as values: JSON with sorted keys, so that equal values are equal bytes.
struct Documents {
    let transaction: any DocumentTransaction
    var readings = DocumentReadings()
    /// Shelves that this job found empty and has put nothing on; most offices never erase.
    var empty = EmptyShelves()

    func get<Value: Decodable & Sendable>(_ shelf: Shelf, _ key: String, as type: Value.Type = Value.self) throws
        -> Value?
    {
        guard let body = try transaction.document(shelf.rawValue, key) else { return nil }
        if let known: Value = readings.value(shelf, key, body) { return known }
        let value: Value = try decode(body, shelf, key)
        readings.keep(value, shelf, key, body)
        return value
    }

    func get<Value: FrequentDocument>(
        _ shelf: Shelf, _ key: String, as type: Value.Type = Value.self
    ) throws -> Value? {
        guard let body = try transaction.document(shelf.rawValue, key) else { return nil }
        if let known: Value = readings.value(shelf, key, body) { return known }
        let value: Value = try decode(body, shelf, key)
        readings.keep(value, shelf, key, body)
        return value
    }

    func put(_ shelf: Shelf, _ key: String, _ value: some Encodable & Sendable) throws {
        try put(shelf, key, value, Array(try Documents.encoder.encode(value)))
    }

    func put(_ shelf: Shelf, _ key: String, _ value: some FrequentDocument) throws {
        try put(shelf, key, value, value.json.bytes)
    }

    /// - Parameter body: a document's JSON, of a shelf that is not read at every request.
    func put(_ shelf: Shelf, _ key: String, body: [UInt8]) throws {
        try transaction.put(shelf.rawValue, key, body)
        empty.forget(shelf)
    }

    private func put(_ shelf: Shelf, _ key: String, _ value: any Sendable, _ body: [UInt8]) throws {
        try transaction.put(shelf.rawValue, key, body)
        readings.keep(value, shelf, key, body)
        empty.forget(shelf)
    }

    func remove(_ shelf: Shelf, _ key: String) throws { try transaction.removeDocument(shelf.rawValue, key) }

    /// - Parameter key: asked for only where the shelf holds anything.
    func has(_ shelf: Shelf, _ key: @autoclosure () -> String) throws -> Bool {
        if try isEmpty(shelf) { return false }
        return try transaction.document(shelf.rawValue, key()) != nil
    }

    func isEmpty(_ shelf: Shelf) throws -> Bool {
        if let known = empty.isEmpty(shelf) { return known }
        let isEmpty = try transaction.documents(shelf.rawValue, prefix: "", after: nil, limit: 1).isEmpty
        empty.note(shelf, isEmpty)
        return isEmpty
    }

    func count(_ shelf: Shelf, prefix: String = "") throws -> Int {
        try transaction.countDocuments(shelf.rawValue, prefix: prefix)
    }

    /// All documents under a prefix, in key order.
    func all<Value: Decodable>(
        _ shelf: Shelf, prefix: String = "", after: String? = nil, limit: Int = .max, as type: Value.Type = Value.self
    ) throws -> [(key: String, value: Value)] {
        try transaction.documents(shelf.rawValue, prefix: prefix, after: after, limit: limit).map {
            ($0.key, try decode($0.body, shelf, $0.key))
        }
    }

    /// All documents under a prefix, in key order.
    func all<Value: FrequentDocument>(
        _ shelf: Shelf, prefix: String = "", as type: Value.Type = Value.self
    ) throws -> [(key: String, value: Value)] {
        try transaction.documents(shelf.rawValue, prefix: prefix, after: nil, limit: .max).map { document in
            if let known: Value = readings.value(shelf, document.key, document.body) { return (document.key, known) }
            return (document.key, try decode(document.body, shelf, document.key))
        }
    }

    private func decode<Value: FrequentDocument>(_ body: [UInt8], _ shelf: Shelf, _ key: String) throws -> Value {
        let detail: String
        do throws(JSONError) {
            if let value = Value(json: try JSONValue(parsing: body)) { return value }
            detail = "not a \(Value.self)"
        } catch { detail = "\(error)" }
        throw corrupt(shelf, key, detail)
    }

    private func corrupt(_ shelf: Shelf, _ key: String, _ detail: String) -> StoreError {
        StoreError(
            .corrupt, operation: "read \(shelf.rawValue)/\(key)", detail: detail,
            hint: "run gridsyncd verify; restore from the last backup if it finds more")
    }

    private func decode<Value: Decodable>(_ body: [UInt8], _ shelf: Shelf, _ key: String) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(body))
        } catch {
            throw corrupt(shelf, key, "\(error)")
        }
    }

    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return encoder
    }()
}

/// Whether shelves are empty, as one job found them.
final class EmptyShelves {
    /// A handful, looked through for each changeset.
    private var known: [(shelf: Shelf, isEmpty: Bool)] = []

    func isEmpty(_ shelf: Shelf) -> Bool? { known.first { $0.shelf == shelf }?.isEmpty }
    func note(_ shelf: Shelf, _ isEmpty: Bool) { known.append((shelf, isEmpty)) }
    func forget(_ shelf: Shelf) { known.removeAll { $0.shelf == shelf } }
}

/// Documents that every request asks for, as last written or decoded: reading one again costs a comparison of its
/// bytes, whichever transaction sees them.
final class DocumentReadings: Sendable {
    private struct Place: Hashable {
        let shelf: Shelf
        let key: String
    }

    private typealias Reading = (body: [UInt8], value: any Sendable)

    /// Then all are forgotten, so that memory stays bounded.
    private static let capacity = 4_096
    private let kept = Mutex<[Place: Reading]>([:])

    func value<Value>(_ shelf: Shelf, _ key: String, _ body: [UInt8]) -> Value? {
        guard let known = kept.withLock({ $0[Place(shelf: shelf, key: key)] }), known.body == body else { return nil }
        return known.value as? Value
    }

    func keep(_ value: any Sendable, _ shelf: Shelf, _ key: String, _ body: [UInt8]) {
        switch shelf {
        case .meta, .devices, .workers, .replicas, .tokens: break
        default: return
        }
        kept.withLock { kept in
            if kept.count >= DocumentReadings.capacity { kept = [:] }
            kept[Place(shelf: shelf, key: key)] = (body, value)
        }
    }
}

/// Numbers as text whose byte order is their order.
func ordered(_ number: UInt64) -> String {
    let digits = String(number)
    return String(repeating: "0", count: 20 - digits.count) + digits
}
