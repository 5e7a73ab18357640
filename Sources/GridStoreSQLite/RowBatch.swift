import GRDB
import GridStore

/// How the rows of a table are inserted, many with one statement.
struct BatchInsertion: Sendable {
    let operation: String
    fileprivate let statements: BatchStatements

    /// - Parameters:
    ///   - table: with its columns, as it stands behind INSERT INTO.
    ///   - width: arguments a row.
    ///   - conflict: what to do where a row stands already.
    init(_ operation: String, into table: String, width: Int, conflict: String = "") {
        self.operation = operation
        let row = "(" + Array(repeating: "?", count: width).joined(separator: ", ") + ")"
        statements = BatchStatements(of: row) { "INSERT INTO \(table) VALUES \($0) \(conflict)" }
    }
}

/// Rows that wait to be inserted, in their order.
struct RowBatch {
    let insertion: BatchInsertion
    private var rows: [StatementArguments] = []

    init(_ insertion: BatchInsertion) { self.insertion = insertion }

    var isEmpty: Bool { rows.isEmpty }

    mutating func append(_ row: StatementArguments) { rows.append(row) }

    /// Hands out statements with their arguments until no row waits.
    mutating func write(_ execute: (String, StatementArguments) throws(StoreError) -> Void) throws(StoreError) {
        for (sql, part) in insertion.statements.split(rows) { try execute(sql, joined(part)) }
        rows.removeAll(keepingCapacity: true)
    }
}

/// A question about many keys at once.
struct BatchQuery: Sendable {
    private let statements: BatchStatements

    /// - Parameter sql: makes the statement for comma-separated marks.
    init(_ sql: (String) -> String) { statements = BatchStatements(of: "?", sql) }

    /// The statements that ask for all keys.
    func statements(for keys: [StatementArguments]) -> [(sql: String, arguments: StatementArguments)] {
        statements.split(keys).map { ($0, joined($1)) }
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

    func split<Element>(_ all: [Element]) -> [(sql: String, part: ArraySlice<Element>)] {
        var statements: [(String, ArraySlice<Element>)] = []
        var rest = all[...]
        for (count, sql) in sizes {
            while rest.count >= count {
                statements.append((sql, rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
        }
        return statements
    }
}

private func joined(_ parts: ArraySlice<StatementArguments>) -> StatementArguments {
    var joined = StatementArguments()
    for part in parts { joined += part }
    return joined
}
