import GridRecords
import Synchronization

/// Who wants to know which records changed.
final class Observers: Sendable {
    private struct State {
        var next = 0
        var continuations: [Int: AsyncStream<Set<String>>.Continuation] = [:]
    }

    private let state = Mutex(State())

    func stream() -> AsyncStream<Set<String>> {
        let (stream, continuation) = AsyncStream.makeStream(of: Set<String>.self, bufferingPolicy: .unbounded)
        let number = state.withLock { state in
            state.next += 1
            state.continuations[state.next] = continuation
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { state in state.continuations[number] = nil }
        }
        return stream
    }

    func tell(_ ids: Set<RecordID>) {
        guard !ids.isEmpty else { return }
        let waiting = state.withLock { Array($0.continuations.values) }
        guard !waiting.isEmpty else { return }
        tell(waiting, Set(ids.map(\.text)))
    }

    func tell(_ ids: Set<String>) {
        guard !ids.isEmpty else { return }
        tell(state.withLock { Array($0.continuations.values) }, ids)
    }

    private func tell(_ waiting: [AsyncStream<Set<String>>.Continuation], _ ids: Set<String>) {
        for continuation in waiting { continuation.yield(ids) }
    }
}
