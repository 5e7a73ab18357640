import GridRecords

/// What both twins share: shelves of documents, and a list of steps that take changes back.
///
/// The object is the store's state itself. Each change notes how to undo it, so that a savepoint costs nothing
/// and a rollback only what was changed.
package class MemoryTransaction: DocumentTransaction {
    private struct DocumentKey: Comparable {
        let shelf: Text
        let key: Text

        static func < (left: DocumentKey, right: DocumentKey) -> Bool {
            left.shelf != right.shelf ? left.shelf < right.shelf : left.key < right.key
        }
    }

    private var shelves = SortedTable<DocumentKey, [UInt8]>()
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

    package final func document(_ shelf: String, _ key: String) throws -> [UInt8]? {
        shelves[DocumentKey(shelf: Text(shelf), key: Text(key))]
    }

    package final func documents(_ shelf: String, prefix: String, after: String?, limit: Int) throws -> [Document] {
        let shelf = Text(shelf)
        var index = shelves.lowerBound(DocumentKey(shelf: shelf, key: Text(prefix)))
        if let after { index = max(index, shelves.upperBound(DocumentKey(shelf: shelf, key: Text(after)))) }
        var result: [Document] = []
        while result.count < limit, index < shelves.count, isOn(shelf, prefix, index) {
            result.append(Document(key: shelves.keys[index].key.string, body: shelves.values[index]))
            index += 1
        }
        return result
    }

    package final func countDocuments(_ shelf: String, prefix: String) throws -> Int {
        let shelf = Text(shelf)
        let start = shelves.lowerBound(DocumentKey(shelf: shelf, key: Text(prefix)))
        var index = start
        while index < shelves.count, isOn(shelf, prefix, index) { index += 1 }
        return index - start
    }

    package final func put(_ shelf: String, _ key: String, _ body: [UInt8]) throws {
        try StoreError.requireKey(shelf, key)
        try set(DocumentKey(shelf: Text(shelf), key: Text(key)), body)
    }

    package final func removeDocument(_ shelf: String, _ key: String) throws {
        try set(DocumentKey(shelf: Text(shelf), key: Text(key)), nil)
    }

    private func isOn(_ shelf: Text, _ prefix: String, _ index: Int) -> Bool {
        let key = shelves.keys[index]
        return key.shelf == shelf && key.key.utf8.starts(with: prefix.utf8)
    }

    private func set(_ key: DocumentKey, _ body: [UInt8]?) throws(StoreError) {
        let old = shelves[key]
        try willChange { [unowned self] in _ = shelves.set(key, old) }
        shelves.set(key, body)
    }
}
