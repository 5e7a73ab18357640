import Foundation

/// How far a long run has come, kept in a file so that the next one goes on from there.
final class Progress {
    private(set) var next: UInt64
    private let file: String?

    init(file: String?, from: UInt64) throws {
        self.file = file
        next = from
        guard let file, let text = try? String(contentsOfFile: file, encoding: .utf8) else { return }
        next = UInt64(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? from
    }

    func advance() throws {
        next += 1
        guard let file else { return }
        try "\(next)\n".write(toFile: file, atomically: true, encoding: .utf8)
    }
}
