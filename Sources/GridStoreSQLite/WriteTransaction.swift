import GRDB
import GridStore

/// Transactions and savepoints of the writing connection.
extension Database {
    /// Runs the work in a transaction that holds the right to write from its start, and commits it to the disk.
    ///
    /// Whatever goes wrong, the commit too, nothing of it stays.
    func committing<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            try beginTransaction(.immediate)
            let value = try work()
            // SQLite ends a transaction by itself after some errors; what was left to do would then be lost.
            guard isInsideTransaction else {
                throw StoreError(
                    .io, operation: "commit", detail: "SQLite took the transaction back",
                    hint: "open the store again and run verify")
            }
            try commit()
            return value
        } catch {
            let cause = (error as? DatabaseError).map { StoreError.from($0, operation: "commit") } ?? error
            try takeBack(after: cause)
            throw cause
        }
    }

    /// Runs one job that is taken back alone when it throws; its error is the result.
    func savepoint(_ transaction: SQLiteTransaction, _ job: () throws -> Void) throws -> Result<Void, any Error> {
        try transaction.execute("begin job", "SAVEPOINT job", isApart: true)
        do {
            try transaction.run(job)
            try transaction.execute("end job", "RELEASE job", isApart: true)
            return .success(())
        } catch {
            if let error = error as? StoreError, error.isFatal { throw error }
            try transaction.execute("take job back", "ROLLBACK TO job", isApart: true)
            try transaction.execute("take job back", "RELEASE job", isApart: true)
            transaction.jobWasTakenBack()
            return .failure(error)
        }
    }

    private func takeBack(after cause: any Error) throws {
        guard isInsideTransaction else { return }
        do {
            try rollback()
        } catch {
            throw StoreError(
                .io, operation: "roll back", detail: "\(error), after \(cause)",
                hint: "open the store again and run verify")
        }
    }
}
