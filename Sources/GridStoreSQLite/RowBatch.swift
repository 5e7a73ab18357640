import GRDB
import GridStore

/// How the rows of a table are inserted, many with one statement.
struct BatchInsertion: Sendable {
    let operation: String
    /// Values a row.
    let width: Int
    fileprivate let statements: BatchStatements

    /// - Parameters:
    ///   - table: with its columns, as it stands behind INSERT INTO.
    ///   - width: values a row.
    ///   - conflict: what to do where a row stands already.
    init(_ operation: String, into table: String, width: Int, conflict: String = "") {
        self.operation = operation
        self.width = width
        let row = "(" + Array(repeating: "?", count: width).joined(separator: ", ") + ")"
        statements = BatchStatements(of: row) { "INSERT INTO \(table) VALUES \($0) \(conflict)" }
    }
}

/// Rows that wait to be inserted, in their order.
struct RowBatch {
    let insertion: BatchInsertion
    private var values: [DatabaseValue] = []

    init(_ insertion: BatchInsertion) { self.insertion = insertion }

    var isEmpty: Bool { values.isEmpty }

    /// - Parameter row: as many values as a row has.
    mutating func append(_ row: DatabaseValue...) {
        precondition(row.count == insertion.width)
        values += row
    }

    /// Hands out statements with their values until no row waits.
    mutating func write(
        _ execute: (String, ArraySlice<DatabaseValue>) throws(StoreError) -> Void
    ) throws(StoreError) {
        var rest = values[...]
        for (sql, count) in insertion.statements.parts(of: values.count / insertion.width) {
            try execute(sql, rest.prefix(count * insertion.width))
            rest = rest.dropFirst(count * insertion.width)
        }
        values.removeAll(keepingCapacity: true)
    }
}

/// A question about many keys at once.
struct BatchQuery: Sendable {
    private let statements: BatchStatements

    /// - Parameter sql: makes the statement for comma-separated marks.
    init(_ sql: (String) -> String) { statements = BatchStatements(of: "?", sql) }

    /// The statements that ask for all keys.
    func statements(for keys: [DatabaseValue]) -> [(sql: String, keys: ArraySlice<DatabaseValue>)] {
        var rest = keys[...]
        return statements.parts(of: keys.count).map { sql, count in
            defer { rest = rest.dropFirst(count) }
            return (sql, rest.prefix(count))
        }
    }
}

/// Statements for so many things at once: with powers of two a handful of them does for every count.
private struct BatchStatements {
    /// The largest first, down to one.
    private let sizes: [(count: Int, sql: String)]

    /// - Parameters:
    ///   - part: what stands in the statement for one thing.
    ///   - sql: makes the statement for several of these, with commas between.
    init(of part: String, _ sql: (String) -> String) {
        sizes = [32, 16, 8, 4, 2, 1].map { ($0, sql(Array(repeating: part, count: $0).joined(separator: ", "))) }
    }

    /// The statements that together take so many, each with its own count.
    func parts(of count: Int) -> [(sql: String, count: Int)] {
        var parts: [(String, Int)] = []
        var rest = count
        for (size, sql) in sizes {
            while rest >= size {
                parts.append((sql, size))
                rest -= size
            }
        }
        return parts
    }
}
