import Foundation
import GRDB
import GridStore

/// How what SQLite and the file system say becomes a `StoreError`.
extension StoreError {
    /// Keeps a store's own error as it is, and translates the database's.
    static func from(_ error: any Error, operation: String) -> StoreError {
        if let error = error as? StoreError { return error }
        if let error = error as? DatabaseError { return from(error, operation: operation) }
        return StoreError(
            .corrupt, operation: operation, detail: "\(error)", hint: "run verify; restore from a backup if it fails")
    }

    private static func from(_ error: DatabaseError, operation: String) -> StoreError {
        let detail = "\(error.message ?? "no message") (SQLite \(error.extendedResultCode.rawValue))"
        switch error.resultCode {
        case .SQLITE_FULL:
            return StoreError(
                .full, operation: operation, detail: detail, hint: "free space on the disk, then do it again")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return StoreError(.busy, operation: operation, detail: detail, hint: "try again later")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            return StoreError(
                .corrupt, operation: operation, detail: detail, hint: "run verify; restore from a backup if it fails")
        case .SQLITE_READONLY where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK:
            return StoreError(
                .missing, operation: operation, detail: "it was not set up to the end: \(detail)",
                hint: "open it for writing once")
        case .SQLITE_READONLY where error.message?.contains("readonly database") == true && operation != "open":
            return .writeInRead
        case .SQLITE_CONSTRAINT
        where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE && operation == "put record":
            return .taken
        case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_MISUSE, .SQLITE_RANGE, .SQLITE_ERROR, .SQLITE_TOOBIG:
            return .constraint(operation, detail)
        default:
            return StoreError(
                .io, operation: operation, detail: detail,
                hint: "check the disk and the permissions, then open the store again and run verify")
        }
    }

    /// What the system call that just failed says.
    static func fromSystem(_ operation: String, _ path: String) -> StoreError {
        let number = errno
        let detail = "\(path): \(String(cString: strerror(number)))"
        switch number {
        case ENOSPC, EDQUOT:
            return StoreError(
                .full, operation: operation, detail: detail, hint: "free space on the disk, then do it again")
        case ENOENT, ENOTDIR:
            return StoreError(.missing, operation: operation, detail: detail, hint: "check the directory's name")
        default:
            return StoreError(
                .io, operation: operation, detail: detail, hint: "check the disk and the permissions")
        }
    }
}
