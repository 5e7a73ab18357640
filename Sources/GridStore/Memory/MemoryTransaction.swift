import GridRecords

/// What both twins share: shelves of documents, and a list of steps that take changes back.
///
/// The object is the store's state itself. Each change notes how to undo it, so that a savepoint costs nothing
/// and a rollback only what was changed.
package class MemoryTransaction: DocumentTransaction {
    /// By the shelf's name, each in the order of its keys.
    private var shelves: [String: SortedTable<Text, [UInt8]>] = [:]
    private var undo: [() -> Void] = []
    /// Set while a job that only reads is running.
    var isReadOnly = false

    init() {}

    /// Takes over the other's documents.
    final func becomeDocuments(of other: MemoryTransaction) { shelves = other.shelves }

    /// Keeps everything that was changed.
    final func commit() { undo.removeAll() }

    /// A place to roll back to.
    final var savepoint: Int { undo.count }

    final func rollBack(to savepoint: Int) {
        while undo.count > savepoint { undo.removeLast()() }
    }

    /// Notes how to take back the change that follows; refuses it in a job that only reads.
    final func willChange(_ step: @escaping () -> Void) throws(StoreError) {
        guard !isReadOnly else { throw StoreError.writeInRead }
        undo.append(step)
    }

    package final func document(_ shelf: String, _ key: String) throws -> [UInt8]? { shelves[shelf]?[Text(key)] }

    package final func documents(_ shelf: String, prefix: String, after: String?, limit: Int) throws -> [Document] {
        guard let table = shelves[shelf] else { return [] }
        var index = table.lowerBound(Text(prefix))
        if let after { index = max(index, table.upperBound(Text(after))) }
        var result: [Document] = []
        while result.count < limit, index < table.count, table.keys[index].utf8.starts(with: prefix.utf8) {
            result.append(Document(key: table.keys[index].string, body: table.values[index]))
            index += 1
        }
        return result
    }

    package final func countDocuments(_ shelf: String, prefix: String) throws -> Int {
        guard let table = shelves[shelf] else { return 0 }
        let start = table.lowerBound(Text(prefix))
        var index = start
        while index < table.count, table.keys[index].utf8.starts(with: prefix.utf8) { index += 1 }
        return index - start
    }

    package final func put(_ shelf: String, _ key: String, _ body: [UInt8]) throws {
        try StoreError.requireKey(shelf, key)
        try set(shelf, Text(key), body)
    }

    package final func removeDocument(_ shelf: String, _ key: String) throws { try set(shelf, Text(key), nil) }

    private func set(_ shelf: String, _ key: Text, _ body: [UInt8]?) throws(StoreError) {
        let old = shelves[shelf]?[key]
        if old == nil, body == nil { return try willChange {} }
        try willChange { [unowned self] in _ = shelves[shelf]?.set(key, old) }
        shelves[shelf, default: SortedTable()].set(key, body)
    }
}
