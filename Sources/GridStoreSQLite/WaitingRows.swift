import GRDB
import GridStore

/// What a job of the hub inserts, held back until it ends or asks for something of these tables: SQLite takes the rows
/// of a table for a quarter less when they come together, and what is done around each statement costs three quarters
/// as much again.
struct WaitingRows {
    var commits = RowBatch(Self.commitInsertion)
    var recordIDs = RowBatch(Self.recordIDInsertion)
    var records = RowBatch(Self.recordInsertion)
    /// Of records that are there.
    var recordChanges = RowBatch(Self.recordChange)
    var placements = RowBatch(Self.placementInsertion)
    var changesets = RowBatch(Self.changesetInsertion)
    var touches = RowBatch(Self.touchInsertion)

    /// Each table after those that it refers to.
    private static let order: [any WritableKeyPath<WaitingRows, RowBatch> & Sendable] = [
        \.commits, \.recordIDs, \.records, \.recordChanges, \.changesets, \.placements, \.touches,
    ]

    var isEmpty: Bool { Self.order.allSatisfy { self[keyPath: $0].isEmpty } }

    mutating func write(
        _ execute: (String, BatchStatement, ArraySlice<DatabaseValue>) throws(StoreError) -> Void
    ) throws(StoreError) {
        for batch in Self.order {
            let operation = self[keyPath: batch].insertion.operation
            try self[keyPath: batch].write { statement, values throws(StoreError) in
                try execute(operation, statement, values)
            }
        }
    }

    private static let commitInsertion = BatchInsertion("append commit", into: "commits (position, chain)", width: 2)
    private static let recordIDInsertion = BatchInsertion("meet record", into: "records (number, id)", width: 2)
    private static let recordInsertion = BatchInsertion(
        "put record",
        into: "records (number, id, kind, position, is_deleted, areas, creation, is_untouched, body)", width: 9,
        conflict: """
            ON CONFLICT (number) DO UPDATE SET kind = coalesce(kind, excluded.kind), position = excluded.position,
                is_deleted = excluded.is_deleted, areas = excluded.areas, is_untouched = excluded.is_untouched,
                body = excluded.body
            """)
    /// The kind stays as it is and is not named: an index is written anew with every column of it that is.
    private static let recordChange = BatchInsertion(
        "put record", into: "records (number, id, position, is_deleted, areas, body)", width: 6,
        conflict: """
            ON CONFLICT (number) DO UPDATE SET position = excluded.position, is_deleted = excluded.is_deleted,
                areas = excluded.areas, is_untouched = 0, body = excluded.body
            """)
    private static let placementInsertion = BatchInsertion(
        "put record", into: "placements (record, area, position, state)", width: 4,
        conflict: "ON CONFLICT (record, area) DO UPDATE SET position = excluded.position, state = excluded.state")
    private static let changesetInsertion = BatchInsertion(
        "append entry",
        into: """
            changesets (
                number, replica, counter, position, hash, chain, device, author, effective_time, received_time,
                clock_offset, verdict, epoch, is_applied, record, records, head, body)
            """, width: 18)
    private static let touchInsertion = BatchInsertion(
        "append entry", into: "touches (record, changeset)", width: 2, conflict: "ON CONFLICT DO NOTHING")
}
