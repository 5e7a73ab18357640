public import GridRecords

extension GridClient {
    private func missing() -> ClientError { ClientError(code: "internal", message: "not there yet") }

    /// Turns a one-time code into a device; the store must be new. Prints as `{"device","replica","worker","areas"}`.
    public func enrol(hub: String, code: String, certificateFile: String?) async throws(ClientError) -> JSONValue { throw missing() }
    public func create(kind: String, area: String, fields: [FieldEntry]) throws(ClientError) -> Written { throw missing() }
    public func set(_ id: String, fields: [FieldEntry], seen: String?) throws(ClientError) -> Written { throw missing() }
    public func remove(_ id: String, seen: String?) throws(ClientError) -> Written { throw missing() }
    public func restoreRecord(_ id: String, seen: String?) throws(ClientError) -> Written { throw missing() }
    /// Lines of `new`, `set` and `remove`; without `atomic` a bad line leaves those before it written.
    public func apply(_ lines: [JSONValue], atomic: Bool) throws(ClientError) -> [Written] { throw missing() }
    /// The same, telling the written lines one by one.
    public func apply(_ lines: [JSONValue], atomic: Bool, written: (Written) -> Void) throws(ClientError) { throw missing() }
    public func show(_ id: String) throws(ClientError) -> JSONValue { throw missing() }
    public func list(kind: String?, where filters: [(field: String, value: String)], limit: Int?) throws(ClientError) -> [JSONValue] { throw missing() }
    public func history(_ id: String) async throws(ClientError) -> [JSONValue] { throw missing() }
    /// Lines of `export --format jsonl` without their line feeds, sorted by id.
    public func exportLines() throws(ClientError) -> [String] { throw missing() }
    /// `kind` nil for all kinds.
    public func catalogueLines(kind: String?) throws(ClientError) -> [JSONValue] { throw missing() }
    public func status() throws(ClientError) -> JSONValue { throw missing() }
    public func push() async throws(ClientError) -> JSONValue { throw missing() }
    public func pull() async throws(ClientError) -> JSONValue { throw missing() }
    public func sync() async throws(ClientError) -> JSONValue { throw missing() }
    /// Exchanges again and again until its task is cancelled, telling each outcome; waits longer after failures.
    public func watch(
        everyMilliseconds: Int64, report: @Sendable (Result<JSONValue, ClientError>) -> Void
    ) async { }
    public func outbox() throws(ClientError) -> [JSONValue] { throw missing() }
    /// Whole changesets, so that work can be carried out of a broken device by hand.
    public func exportOutbox() throws(ClientError) -> [JSONValue] { throw missing() }
    public func quarantined() throws(ClientError) -> [JSONValue] { throw missing() }
    public func editQuarantined(_ dot: String, fields: JSONValue) throws(ClientError) -> JSONValue { throw missing() }
    public func retry(_ dot: String) throws(ClientError) -> JSONValue { throw missing() }
    public func withdraw(_ dot: String) throws(ClientError) -> JSONValue { throw missing() }
    /// What nobody marked as seen yet.
    public func news(markSeen: Bool) throws(ClientError) -> [JSONValue] { throw missing() }
    public func conflicts(area: String?, kind: String?) throws(ClientError) -> [JSONValue] { throw missing() }
    /// One conflict by its id, or all of a record, each with `seen`.
    public func conflict(_ id: String) throws(ClientError) -> [JSONValue] { throw missing() }
    public func resolve(_ selection: ConflictSelection, by decision: Decision, note: String?, seen: String?) throws(ClientError) -> [Written] { throw missing() }
    public func merged() async throws(ClientError) -> [JSONValue] { throw missing() }
    public func reopen(_ id: String) async throws(ClientError) -> JSONValue { throw missing() }
    public func assign(_ id: String, to worker: String) async throws(ClientError) -> JSONValue { throw missing() }
    public func reveal(_ id: String, path: String, reason: String) async throws(ClientError) -> JSONValue { throw missing() }
    public func verify(repair: Bool) async throws(ClientError) -> JSONValue { throw missing() }
    public func doctor() async throws(ClientError) -> [JSONValue] { throw missing() }
    /// The ids of records that changed on this client, whoever changed them.
    public var changes: AsyncStream<Set<String>> { AsyncStream { $0.finish() } }
}
