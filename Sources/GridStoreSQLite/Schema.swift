import GRDB
import GridStore

/// What a file of ours holds: a mark in its header and the steps that led to its present tables.
struct Schema: Sendable {
    /// What people call the file, for errors.
    let name: String
    /// Stands in the header (`PRAGMA application_id`), so that another program's file is not taken for ours.
    let applicationID: Int64
    /// Step n brings a file of version n to version n + 1; steps are never changed once released.
    let steps: [String]

    var version: Int64 { Int64(steps.count) }

    /// The version of a file: 0 when it is empty. Refuses another program's and a later version's file.
    func check(_ database: Database) throws -> Int64 {
        let version = try database.setting("user_version").flatMap { Int64($0) } ?? 0
        let mark = try database.setting("application_id").flatMap { Int64($0) } ?? 0
        if version == 0, mark == 0, try database.firstValue("SELECT count(*) FROM sqlite_master") == "0" { return 0 }
        guard mark == applicationID else {
            throw StoreError(
                .corrupt, operation: "open", detail: "the file is not a \(name)", hint: "check the directory's name")
        }
        guard version <= self.version else {
            throw StoreError(
                .newer, operation: "open",
                detail: "the \(name) has version \(version), this program knows \(self.version)",
                hint: "update this program")
        }
        return version
    }

    /// Brings the file to the present version, all steps in one transaction.
    func migrate(_ database: Database) throws {
        let version = try check(database)
        guard version < self.version else { return }
        try database.inTransaction(.immediate) {
            for step in steps[Int(version)...] { try database.execute(sql: step) }
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(self.version)")
            return .commit
        }
    }
}
