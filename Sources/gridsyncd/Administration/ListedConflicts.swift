import Foundation
import GridRecords

/// The sides of the conflicts that were listed last, so that `--take N` means what was on the screen.
struct ListedConflicts {
    let path: String

    /// Notes the sides of conflicts that were just shown.
    func note(_ conflicts: [JSONValue]) {
        var known = read()
        for conflict in conflicts {
            guard let id = conflict["id"]?.string else { continue }
            known[id] = .array(ListedConflicts.sides(of: conflict))
        }
        try? Data(JSONValue.object(known).text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// Whether a conflict has other sides, or others in front, than when it was listed; false when it never was.
    func hasMoved(_ conflict: JSONValue) -> Bool {
        guard let id = conflict["id"]?.string, let before = read()[id] else { return false }
        return before != .array(ListedConflicts.sides(of: conflict))
    }

    private static func sides(of conflict: JSONValue) -> [JSONValue] {
        (conflict["sides"]?.array ?? []).map { $0["dot"] ?? .null }
    }

    private func read() -> [String: JSONValue] {
        guard let data = FileManager.default.contents(atPath: path) else { return [:] }
        return (try? JSONValue(parsing: Array(data)))?.object ?? [:]
    }
}
