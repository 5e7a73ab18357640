import ArgumentParser
import Foundation
import GridRecords

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies the data into an empty directory, while a daemon runs too.",
        discussion: "The master key and the ledger lie outside the backup: keep both elsewhere.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "A directory that is not there yet, or empty.") var directory: String

    func run() async throws {
        let target = URL(fileURLWithPath: directory).standardizedFileURL.path
        if FileManager.default.fileExists(atPath: target) {
            guard (try? FileManager.default.contentsOfDirectory(atPath: target).isEmpty) == true else {
                throw Failure("cannot_create", "\(target) is not empty", hint: "name a new directory")
            }
        } else {
            do {
                try FileManager.default.createDirectory(
                    atPath: target, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch { throw Failure("cannot_create", "\(target) cannot be made", hint: "name another directory") }
        }
        try await global.show("backup", ["directory": .string(target)], columns: ["records", "bytes", "ledger"])
        global.output.remark(
            "Keep apart from this backup: the ledger, and the master key \(global.directory.masterKey). Without the key sealed identity numbers cannot be opened.",
            "请另行妥善保存台账和主密钥 \(global.directory.masterKey)。没有主密钥,已封存的身份证号无法打开。")
    }
}

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Checks the store, the log and every record against its history.")
    @OptionGroup var global: GlobalOptions

    func run() async throws { try await Findings.show("verify", global) }
}

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Looks for what will hurt: files, room, alarms, the store.")
    @OptionGroup var global: GlobalOptions

    func run() async throws { try await Findings.show("doctor", global, failing: false) }
}

struct Reindex: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reindex", abstract: "Rebuilds the read model from the records.")
    @OptionGroup var global: GlobalOptions

    func run() async throws { try await Findings.show("reindex", global) }
}

/// Answers of the form `{"ok","findings"}`.
enum Findings {
    /// - Parameter failing: whether findings end the program with 1.
    static func show(_ command: String, _ global: GlobalOptions, failing: Bool = true) async throws {
        let lines = try await global.ask(command)
        let answer = lines.first.flatMap { try? JSONValue(parsing: $0) } ?? [:]
        let findings = answer["findings"]?.array ?? []
        if global.json {
            global.output.lines(lines, columns: [], empty: ("", ""))
        } else {
            global.output.lines(
                findings.map(\.text), columns: ["finding", "detail", "hint"], empty: ("All is well.", "一切正常。"))
        }
        if failing, answer["ok"]?.bool == false { Foundation.exit(1) }
    }
}
