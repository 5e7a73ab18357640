import Foundation
import GridCatalogueFile
import GridGoverning
import GridHub
import GridRecords
import GridStore
import GridStoreSQLite
import GridWire
import Synchronization

/// What a hub is opened with, besides its data directory.
struct HubOptions {
    /// Directory of catalogue files that go before the built-in ones; in `workflows` and `indicators` below it, those
    /// of an office's work and reports.
    var catalogue: String?
    /// The ledger's file, where it does not lie in the data directory.
    var ledger: String?
}

/// A hub that this process alone has open.
final class OpenHub: Sendable {
    let data: DataDirectory
    let hub: Hub
    let store: SQLiteHubStore
    let catalogue: Catalogue
    let ledger: FileLedger
    /// Whether a master key was made just now.
    let hasNewKey: Bool
    private let lock: DirectoryLock
    private let readModelOnce = Mutex<ReadModel?>(nil)

    /// Opens the hub of a data directory, making what is not there yet.
    init(data: DataDirectory, options: HubOptions) throws(Failure) {
        self.data = data
        try data.create()
        let files = try OpenHub.files(options.catalogue)
        catalogue = files.catalogue
        do throws(StoreError) {
            lock = try DirectoryLock(directory: data.path)
        } catch { throw Failure(error) }
        let key = try data.masterKeyBytes()
        hasNewKey = key.isNew
        ledger = FileLedger(path: options.ledger ?? data.ledger)
        // There from the first start, so that an operator sees what to keep, and a restore finds it.
        try DurableFile.append(ledger.path, bytes: [])
        do throws(StoreError) {
            store = try SQLiteHubStore(
                directory: data.path, create: true, lock: lock, checksReferences: false)
        } catch { throw Failure(error) }
        do throws(HubError) {
            hub = try Hub(
                store: store, codec: RecordRowCodec(), catalogue: catalogue,
                environment: HubEnvironment(
                    clock: WallClock.now, random: Randomness.bytes, keys: HubKeys(master: key.bytes), ledger: ledger,
                    software: Software.name),
                rules: files.rules)
        } catch { throw Failure(error) }
    }

    /// Lets the store and the directory go; what was answered is on disk already.
    func close() {
        try? readModelOnce.withLock { model in try model?.close() }
        try? store.close()
        lock.end()
    }

    /// Runs a command of the hub, or one of those that concern this process's files.
    func perform(_ command: String, _ arguments: JSONValue) async throws(Failure) -> [JSONValue] {
        do throws(HubError) {
            return try await performAtHub(command, arguments)
        } catch { throw Failure(error) }
    }

    func performAtHub(_ command: String, _ arguments: JSONValue) async throws(HubError) -> [JSONValue] {
        switch command {
        case "backup":
            let lines = try await hub.command(command, arguments)
            return lines.map { line in
                var members = line.object ?? [:]
                members["ledger"] = .string(ledger.path)
                return .object(members)
            }
        case "reindex": return [try rebuildReadModel()]
        case "doctor": return [try await Examination(opened: self).result()]
        default: return try await hub.command(command, arguments)
        }
    }

    /// The read model, opened when it is first wanted.
    func readModel() throws(StoreError) -> ReadModel {
        try readModelOnce.withLock { (model) throws(StoreError) in
            if let model { return model }
            let opened = try ReadModel(file: data.readModel, catalogue: catalogue, codec: RecordRowCodec())
            model = opened
            return opened
        }
    }

    private func rebuildReadModel() throws(HubError) -> JSONValue {
        do {
            let records = try readModel().rebuild(from: store)
            return ["ok": true, "findings": [], "records": .integer(Int64(records))]
        } catch {
            throw HubError(
                "io", status: 500, "the read model cannot be rebuilt: \(error)", hint: "look at \(data.readModel)")
        }
    }

    /// Kinds of records, workflows, facts and indicators: the built-in files with the directory's read over them.
    private static func files(_ directory: String?) throws(Failure) -> (catalogue: Catalogue, rules: GoverningRules) {
        do throws(CatalogueFileError) {
            let catalogue = try CatalogueFiles.load(overriding: directory)
            let book = try WorkflowFiles.load(for: catalogue, overriding: directory)
            let reporting = try ReportingFiles.load(overriding: directory)
            return (
                catalogue,
                GoverningRules(
                    book: book, schema: reporting.schema, reports: reporting.reports, lists: reporting.lists,
                    stars: reporting.stars)
            )
        } catch {
            throw Failure("bad_data", "the catalogue cannot be used: \(error)", hint: "mend the file, then start again")
        }
    }
}
