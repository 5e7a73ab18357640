import Foundation
import Synchronization

/// Tells on a terminal that work of more than a second goes on; silent for programs and pipes.
final class Progress: Sendable {
    private let isShown: Bool
    private let label: String
    private let start = ContinuousClock.now
    private let lastDrawn = Mutex<ContinuousClock.Instant?>(nil)

    init(_ console: Console) {
        isShown = !console.isJSON && isatty(STDERR_FILENO) == 1
        label = console.text(.working)
    }

    /// Does the work with a moving mark beside it.
    static func during<Value: Sendable, Failure: Error>(
        _ console: Console, _ work: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let progress = Progress(console)
        guard progress.isShown else { return try await work() }
        let marks = Task {
            var step = 0
            while !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(200))
                if !Task.isCancelled, progress.hasTakenLong { progress.draw(Progress.moving(step)) }
                step += 1
            }
        }
        defer {
            marks.cancel()
            progress.clear()
        }
        return try await work()
    }

    /// Shows how much of a known amount is done, at most ten times a second.
    func update(_ done: Int, of total: Int) {
        guard isShown, hasTakenLong else { return }
        let now = ContinuousClock.now
        let isDue = lastDrawn.withLock { last in
            if let last, now - last < .milliseconds(100) { return false }
            last = now
            return true
        }
        if isDue { draw(Progress.bar(done, of: total)) }
    }

    /// Takes the mark off the line.
    func clear() {
        if isShown, hasTakenLong { Console.write("\r\u{1B}[K", to: .standardError) }
    }

    private var hasTakenLong: Bool { ContinuousClock.now - start > .seconds(1) }

    private func draw(_ bar: String) {
        let seconds = (ContinuousClock.now - start).components.seconds
        Console.write("\r\u{1B}[K\(bar) \(label) \(seconds) s", to: .standardError)
    }

    static let columns = 24

    static func bar(_ done: Int, of total: Int) -> String {
        let filled = total > 0 ? min(columns, max(0, done) * columns / total) : columns
        return "[" + String(repeating: "#", count: filled) + String(repeating: " ", count: columns - filled)
            + "] \(done)/\(total)"
    }

    static func moving(_ step: Int) -> String {
        let place = step % (columns - 3)
        return "[" + String(repeating: " ", count: place) + "###"
            + String(repeating: " ", count: columns - 3 - place) + "]"
    }
}
