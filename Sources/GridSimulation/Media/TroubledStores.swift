import GridStore

/// What goes wrong with the calls of one opened store.
final class StoreTrouble {
    enum Plan {
        case none
        case full(after: Int)
        case fail(after: Int, forever: Bool)
        case busy(calls: Int)
        /// The process ends before the n-th write reaches the disk, or right after it did.
        case die(before: Bool, after: Int)
    }

    var plan = Plan.none
    /// Told when the process ends in a call.
    var onDeath: (() -> Void)?
    private(set) var isDead = false
    /// After a failed write or sync nothing is believed until the store is opened anew.
    private var hasFailed = false

    func die() { isDead = true }

    func requireAlive(_ operation: String) throws(StoreError) {
        if isDead { throw StoreError.closed(operation) }
        if hasFailed {
            throw StoreError(
                .io, operation: operation, detail: "refused since the disk failed", hint: "open the store again")
        }
    }

    /// Before a write reaches the disk.
    func begin(_ operation: String) throws(StoreError) {
        try requireAlive(operation)
        switch plan {
        case .none: return
        case .full(let left):
            guard left <= 0 else { return plan = .full(after: left - 1) }
            throw StoreError(.full, operation: operation, detail: "the disk is full", hint: "make room")
        case .fail(let left, let forever):
            guard left <= 0 else { return plan = .fail(after: left - 1, forever: forever) }
            hasFailed = true
            throw StoreError(.io, operation: operation, detail: "the disk failed", hint: "open the store again")
        case .busy(let calls):
            plan = calls > 1 ? .busy(calls: calls - 1) : .none
            throw StoreError(.busy, operation: operation, detail: "another process holds it", hint: "try again")
        case .die(let before, let left):
            guard left <= 0 else { return plan = .die(before: before, after: left - 1) }
            guard before else { return }
            end()
            throw StoreError.closed(operation)
        }
    }

    /// After a write reached the disk.
    func finish(_ operation: String) throws(StoreError) {
        guard case .die(false, let left) = plan, left <= 0 else { return }
        end()
        throw StoreError.closed(operation)
    }

    private func end() {
        isDead = true
        plan = .none
        onDeath?()
    }
}

/// A hub's store whose calls go wrong as planned.
final class TroubledHubStore: HubStore, @unchecked Sendable {
    private let base: any HubStore
    let trouble: StoreTrouble

    init(_ base: any HubStore, _ trouble: StoreTrouble) {
        self.base = base
        self.trouble = trouble
    }

    func commit(_ jobs: [(any HubTransaction) throws -> Void]) throws -> [Result<Void, any Error>] {
        try trouble.begin("commit")
        let results = try base.commit(jobs)
        try trouble.finish("commit")
        return results
    }

    func read<Value>(_ job: (any HubTransaction) throws -> Value) throws -> Value {
        try trouble.requireAlive("read")
        return try base.read(job)
    }

    func backup(to directory: String) throws -> Int64 {
        try trouble.requireAlive("backup")
        return try base.backup(to: directory)
    }

    func integrityFindings() throws -> [String] { try base.integrityFindings() }

    func close() throws { trouble.die() }
}

/// A device's store whose calls go wrong as planned.
final class TroubledDeviceStore: DeviceStore, @unchecked Sendable {
    private let base: any DeviceStore
    let trouble: StoreTrouble

    init(_ base: any DeviceStore, _ trouble: StoreTrouble) {
        self.base = base
        self.trouble = trouble
    }

    func write<Value>(_ job: (any DeviceTransaction) throws -> Value) throws -> Value {
        try trouble.begin("write")
        let value = try base.write(job)
        try trouble.finish("write")
        return value
    }

    func read<Value>(_ job: (any DeviceTransaction) throws -> Value) throws -> Value {
        try trouble.requireAlive("read")
        return try base.read(job)
    }

    func beginExchange() throws -> any ExchangeLease {
        try trouble.requireAlive("begin exchange")
        return OwnLease()
    }

    func integrityFindings() throws -> [String] { try base.integrityFindings() }

    func close() throws { trouble.die() }

    /// Only one process of a node lives at a time, and it ends its exchange before it begins another.
    private final class OwnLease: ExchangeLease {
        func end() {}
    }
}
