import Foundation
import GridHub
import GridRecords

/// What an operator should know of before it hurts.
struct Examination {
    let opened: OpenHub

    /// `{"ok","findings":[{"finding","detail","hint"}]}`.
    func result() async throws(HubError) -> JSONValue {
        var findings = files()
        findings += try await people()
        let verified = try await opened.hub.command("verify", [:])
        findings += verified.first?["findings"]?.array ?? []
        return ["ok": .bool(findings.isEmpty), "findings": .array(findings)]
    }

    private func files() -> [JSONValue] {
        var findings: [JSONValue] = []
        let manager = FileManager.default
        for path in [opened.data.path, opened.data.masterKey] {
            let mode = (try? manager.attributesOfItem(atPath: path))?[.posixPermissions] as? NSNumber
            if let mode, mode.intValue & 0o077 != 0 {
                findings.append(finding("open_files", "\(path) can be read by others", "chmod go= \(path)"))
            }
        }
        if opened.hasNewKey {
            findings.append(
                finding(
                    "new_key", "the master key was made just now",
                    "keep a copy of \(opened.data.masterKey) apart from the backups"))
        }
        if let system = try? manager.attributesOfFileSystem(forPath: opened.data.path),
            let free = system[.systemFreeSize] as? NSNumber, free.int64Value < 1_073_741_824
        {
            findings.append(
                finding(
                    "little_room", "\(free.int64Value / 1_048_576) MiB are free under \(opened.data.path)", "make room")
            )
        }
        return findings
    }

    private func people() async throws(HubError) -> [JSONValue] {
        var findings: [JSONValue] = []
        let alarms = try await opened.hub.command("alarms.list", [:])
        if !alarms.isEmpty {
            findings.append(finding("alarms", "\(alarms.count) open alarms", "gridsyncd alarms"))
        }
        let gauges = try await opened.hub.gauges()
        if let count = gauges["gridsync_quarantine_open"], count > 0 {
            findings.append(
                finding("quarantine", "\(Int(count)) changesets are set aside", "gridsyncd quarantine list"))
        }
        return findings
    }

    private func finding(_ name: String, _ detail: String, _ hint: String) -> JSONValue {
        ["finding": .string(name), "detail": .string(detail), "hint": .string(hint)]
    }
}
