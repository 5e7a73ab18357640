import GridClient
import GridRecords

/// What an import did: counts, and each row that failed with its line.
struct ImportTally: Sendable {
    var created = 0
    var updated = 0
    private(set) var errors: [JSONValue] = []

    var failed: Int { errors.count }

    mutating func fail(line: Int, _ error: ClientError) {
        errors.append(
            ["line": .integer(Int64(line)), "code": .string(error.code), "message": .string(error.message)])
    }

    /// `{"created","updated","failed","errors":[{"line","code","message"}]}`
    var json: JSONValue {
        [
            "created": .integer(Int64(created)), "updated": .integer(Int64(updated)),
            "failed": .integer(Int64(failed)), "errors": .array(errors),
        ]
    }
}
