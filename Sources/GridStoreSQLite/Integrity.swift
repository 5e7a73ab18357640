import GRDB
import GridStore

/// What a file must be besides readable: SQLite's own checks, and the rules of the stores.
enum Integrity {
    static func findings(in database: Database) throws -> [String] {
        do {
            var findings = try String.fetchAll(database, sql: "PRAGMA integrity_check(100)").filter { $0 != "ok" }
            try findings.forEach(requireReadable)
            for row in try Row.fetchAll(database, sql: "PRAGMA foreign_key_check") {
                findings.append("a row of \(row) refers to nothing")
            }
            return findings
        } catch {
            return [try damage(error)]
        }
    }

    /// An error as a finding, if it is one: a disk that fails says nothing of what lies on it.
    private static func damage(_ error: any Error) throws -> String {
        let error = StoreError.from(error, operation: "check integrity")
        guard error.code == .corrupt || error.code == .constraint else { throw error }
        return "\(error)"
    }

    /// `integrity_check` goes on where a page could not be read, and says so by SQLite's code; of a page on the free list
    /// without one, as of nothing else.
    private static func requireReadable(_ finding: String) throws {
        if finding.contains("failed to get page") { throw DatabaseError(resultCode: .SQLITE_IOERR) }
        let mark = "unable to get the page. error code="
        for line in finding.split(separator: "\n") where line.contains(mark) {
            let code = Int32(line.split(separator: "=").last ?? "").map { ResultCode(rawValue: $0) }
            if let code, code.primaryResultCode != .SQLITE_CORRUPT { throw DatabaseError(resultCode: code) }
        }
    }

    /// Positions and counters without gaps, heads that are the log's, touches and placements that are the records'.
    static func hubFindings(in database: Database) throws -> [String] {
        try findings(
            in: database,
            [
                (
                    "commits with a gap before them",
                    "SELECT count(*) FROM commits WHERE position NOT BETWEEN 1 AND (SELECT count(*) FROM commits)"
                ),
                (
                    "replicas whose head or log has a gap",
                    """
                    SELECT count(*) FROM replicas r WHERE
                        r.counter != (SELECT count(*) FROM changesets c WHERE c.replica = r.number)
                        OR r.counter != (SELECT max(c.counter) FROM changesets c WHERE c.replica = r.number)
                        OR r.chain IS NOT (
                            SELECT c.chain FROM changesets c WHERE c.replica = r.number AND c.counter = r.counter)
                    """
                ),
                (
                    "changesets that do not agree with their touches",
                    """
                    SELECT count(*) FROM changesets c WHERE (c.record IS NOT NULL) + ifnull(length(c.records), 0) / 16
                        != (SELECT count(*) FROM touches t WHERE t.changeset = c.number)
                            + ifnull((SELECT r.creation = c.number FROM records r WHERE r.number = c.record), 0)
                    """
                ),
                (
                    "records without a place in the feed",
                    """
                    SELECT count(*) FROM records r WHERE r.areas != '' AND NOT EXISTS (
                        SELECT 1 FROM placements p WHERE p.record = r.number AND p.state = 0 AND p.position = r.position)
                    """
                ),
                (
                    "places in the feed without a record",
                    """
                    SELECT count(*) FROM placements p WHERE p.state = 0
                        AND NOT EXISTS (SELECT 1 FROM records r WHERE r.number = p.record AND r.kind IS NOT NULL)
                    """
                ),
            ])
    }

    /// Counters without gaps; touches that are the journal's.
    static func deviceFindings(in database: Database) throws -> [String] {
        try findings(
            in: database,
            [
                (
                    "replicas whose journal has a gap",
                    """
                    SELECT count(*) FROM replicas r WHERE
                        (SELECT count(*) FROM journal j WHERE j.replica = r.number)
                        IS NOT (SELECT max(j.counter) FROM journal j WHERE j.replica = r.number)
                    """
                )
            ])
    }

    private static func findings(in database: Database, _ counts: [(what: String, sql: String)]) throws -> [String] {
        do {
            var findings: [String] = []
            for count in counts {
                let found = try Int64.fetchOne(database, sql: count.sql) ?? 0
                if found > 0 { findings.append("\(found) \(count.what)") }
            }
            return findings
        } catch {
            return [try damage(error)]
        }
    }
}
