import Foundation
import GridHub
import GridStore
import Synchronization

/// The ledger of prohibitions as a file of lines, outside the database and its backups.
final class FileLedger: Ledger {
    let path: String
    private let turn = Mutex(())

    init(path: String) { self.path = path }

    func append(_ line: String) throws {
        let bytes = Array(line.utf8.filter { $0 != 0x0A }) + [0x0A]
        do {
            try turn.withLock { _ in try DurableFile.append(path, bytes: bytes) }
        } catch let failure as Failure where failure.code == "store_full" {
            throw StoreError(
                .full, operation: "append to the ledger", detail: failure.message,
                hint: "free space on the disk, then do it again")
        }
    }

    func lines() throws -> [String] { try FileLedger.lines(of: path) }

    /// The lines of a ledger; none when there is no such file.
    static func lines(of path: String) throws(Failure) -> [String] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure("io", "cannot read \(path)", exitCode: 74)
        }
        return data.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }
}
