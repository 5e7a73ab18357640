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
        _ execute: (BatchStatement, ArraySlice<DatabaseValue>) throws(StoreError) -> Void
    ) throws(StoreError) {
        var rest = values[...]
        for statement in insertion.statements.parts(of: values.count / insertion.width) {
            try execute(statement, rest.prefix(statement.count * insertion.width))
            rest = rest.dropFirst(statement.count * insertion.width)
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
    func statements(for keys: [DatabaseValue]) -> [(BatchStatement, keys: ArraySlice<DatabaseValue>)] {
        var rest = keys[...]
        return statements.parts(of: keys.count).map { statement in
            defer { rest = rest.dropFirst(statement.count) }
            return (statement, rest.prefix(statement.count))
        }
    }
}

/// A statement for many things at once. An object, by which it is known: its text is long.
final class BatchStatement: Sendable {
    let sql: String
    /// For how many things.
    let count: Int

    init(_ sql: String, count: Int) {
        self.sql = sql
        self.count = count
    }
}

/// Statements for so many things at once: with powers of two a handful of them does for every count.
private struct BatchStatements {
    /// The largest first, down to one.
    private let all: [BatchStatement]

    /// - Parameters:
    ///   - part: what stands in the statement for one thing.
    ///   - sql: makes the statement for several of these, with commas between.
    init(of part: String, _ sql: (String) -> String) {
        all = [32, 16, 8, 4, 2, 1].map { count in
            BatchStatement(sql(Array(repeating: part, count: count).joined(separator: ", ")), count: count)
        }
    }

    /// The statements that together take so many.
    func parts(of count: Int) -> [BatchStatement] {
        var parts: [BatchStatement] = []
        var rest = count
        for statement in all {
            while rest >= statement.count {
                parts.append(statement)
                rest -= statement.count
            }
        }
        return parts
    }
}
