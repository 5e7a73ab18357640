import GridCausality
public import GridRecords
import GridStore
import GridSync

/// Review that only the hub can serve, as it alone has the history.
extension GridClient {
    /// What was joined without a person, newest first as the hub lists it.
    public func merged() async throws(ClientError) -> [JSONValue] { try await call("merged", [:]) }

    /// Puts what was joined without a person, or decided, to a person again.
    public func reopen(_ id: String) async throws(ClientError) -> JSONValue {
        try await call("reopen", ["id": .string(id)]).first ?? .null
    }

    /// Gives a conflict to somebody; the answer is the conflict.
    public func assign(_ id: String, to worker: String) async throws(ClientError) -> JSONValue {
        try await call("assign", ["id": .string(id), "worker": .string(worker)]).first ?? .null
    }
}
