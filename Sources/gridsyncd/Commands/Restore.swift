import ArgumentParser
import Foundation
import GridRecords

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Begins a hub again from a backup, in an empty data directory, with a new epoch.",
        discussion: """
            What the ledger says is done again: a restore takes back data, never a prohibition. With --without-ledger \
            every device has to be confirmed. The master key is taken from --keys, else from keys/master.key beside \
            the ledger; without it sealed fields stay closed.
            """)
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The backup's directory.") var directory: String
    @Option(help: "The ledger of revocations and erasures.") var ledger: String?
    @Flag(name: .customLong("without-ledger"), help: "Go on without it; every device has to be confirmed.")
    var withoutLedger = false
    @Option(help: "The master key's file.") var keys: String?

    func validate() throws {
        guard (ledger != nil) != withoutLedger else {
            throw ValidationError("name the ledger with --ledger FILE, or say --without-ledger.")
        }
    }

    func run() async throws {
        let data = global.directory
        let source = directory + "/hub.sqlite"
        let manager = FileManager.default
        guard manager.fileExists(atPath: source) else {
            throw Failure("no_file", "there is no backup in \(directory)", hint: "it holds a file hub.sqlite")
        }
        if let ledger, !manager.fileExists(atPath: ledger) {
            throw Failure(
                "no_file", "there is no ledger \(ledger)",
                hint: "it lies in the old data directory, unless configured elsewhere")
        }
        guard data.isVacant else {
            throw Failure("cannot_create", "\(data.path) is not empty", hint: "restore into a new directory")
        }
        let lines = try ledger.map { path throws(Failure) in try FileLedger.lines(of: path) }
        try data.create()
        do {
            try copy(source: source, lines: lines, to: data)
            let opened = try OpenHub(data: data, options: HubOptions())
            defer { opened.close() }
            let result = try await opened.perform(
                "restore.finish", lines.map { ["ledger": .array($0.map { .string($0) })] } ?? [:])
            try finish(opened, result)
        } catch {
            try? manager.removeItem(atPath: data.path)
            throw error
        }
    }

    /// Brings the files in: data, ledger, key.
    private func copy(source: String, lines: [String]?, to data: DataDirectory) throws {
        do {
            try FileManager.default.copyItem(atPath: source, toPath: data.database)
        } catch { throw Failure("io", "\(source) cannot be copied: \(error.localizedDescription)", exitCode: 74) }
        if let lines, !lines.isEmpty {
            try DurableFile.create(data.ledger, bytes: lines.flatMap { Array($0.utf8) + [0x0A] })
        }
        let beside = ledger.map {
            (($0 as NSString).deletingLastPathComponent as NSString).appendingPathComponent("keys/master.key")
        }
        if let keys {
            guard let bytes = FileManager.default.contents(atPath: keys), bytes.count == 32 else {
                throw Failure("no_file", "\(keys) is no key of 32 bytes")
            }
            try DurableFile.create(data.masterKey, bytes: Array(bytes))
        } else if let beside, let bytes = FileManager.default.contents(atPath: beside), bytes.count == 32 {
            try DurableFile.create(data.masterKey, bytes: Array(bytes))
        }
    }

    private func finish(_ opened: OpenHub, _ result: [JSONValue]) throws {
        if opened.hasNewKey {
            global.output.remark(
                "There was no master key: a new one was made. Sealed identity numbers cannot be opened any more, and receipts given before count as unknown.",
                "没有找到主密钥,已新建。此前封存的身份证号无法再打开,此前的回执视为未知。")
        }
        var members = result.first?.object ?? [:]
        let size = try? FileManager.default.attributesOfItem(atPath: opened.data.database)[.size] as? NSNumber
        members["bytes"] = .integer(size?.int64Value ?? 0)
        global.output.lines([JSONValue.object(members).text], columns: ["records", "bytes"], empty: ("", ""))
    }
}
