package import GridCausality
package import GridRecords
package import GridReporting
package import GridSync

/// Where records, area tree and totals come from: the hub's store, or the copies of a supervisor's device. One state
/// from the first question to the last.
package protocol GoverningSource {
    /// The version of the catalogue by which the records are read.
    var catalogueVersion: String { get }
    /// When the hub received the changeset of a dot, milliseconds since 1970; nil for a source that does not know.
    var receipts: ((Dot) throws -> Int64?)? { get }
    func tree() throws -> AreaTree
    /// The areas that one may mean who names none.
    func topAreas() throws -> [AreaCode]
    func totals() throws -> ImportedTotals
    /// When the hub took its first changeset, milliseconds since 1970; nil while it has none.
    func firstReceipt() throws -> Int64?
    /// Those whose work can be judged by this source's records, sorted by id.
    func workers() throws -> [GridWorker]
    /// Every record of a kind that is not deleted, in the order of ids: what is read of each, on any thread, is taken
    /// one after the other.
    func each<Value: Sendable>(
        _ kind: String, read: @Sendable (RecordView) -> Value, take: (Value) throws -> Void) throws
    /// One record; nil for one that is not there or deleted.
    func view(_ id: RecordID) throws -> RecordView?
}

/// Somebody whose work earns stars.
package struct GridWorker: Hashable, Sendable {
    package let id: WorkerID
    package let name: String
    package let areas: [AreaCode]

    package init(id: WorkerID, name: String, areas: [AreaCode]) {
        self.id = id
        self.name = name
        self.areas = areas
    }
}

extension GoverningSource {
    package func each(_ kind: String, _ body: (RecordView) throws -> Void) throws {
        try each(kind, read: { $0 }, take: body)
    }

    /// All facts that a schema names, sealed. Memory: the columns, and one page of records.
    ///
    /// - Parameter scope: only of records that belong to one of these areas; nil for all.
    package func facts(_ schema: FactSchema, in scope: Set<AreaCode>? = nil) throws -> FactTable {
        var table = FactTable(schema: schema)
        let reader = FactReader(schema)
        for kind in schema.kinds {
            try each(
                kind.id, read: { scope?.isDisjoint(with: $0.areas) != true ? reader.facts(of: $0) : nil },
                take: { if let facts = $0 { table.add(facts) } })
        }
        table.seal()
        return table
    }

    /// The facts of these records alone.
    package func facts(_ schema: FactSchema, of ids: Set<RecordID>) throws -> FactTable {
        var table = FactTable(schema: schema)
        for id in ids.sorted() {
            if let view = try view(id) { table.add(view) }
        }
        table.seal()
        return table
    }
}
