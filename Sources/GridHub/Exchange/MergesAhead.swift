import Dispatch
import GridCausality
import GridRecords
import GridStore
import GridSync
import Synchronization

/// The merges of one push, worked out while the writer is busy with those before them: by a helper on another thread, and by
/// the writer itself where it is ahead.
///
/// Nothing waits: what the helper has begun and not finished the writer works out once more. A merge depends on nothing
/// but the change and the record, so whoever was first, it is the same.
final class MergesAhead: Sendable {
    /// The only change of a changeset, and the record as it lies in the store when the push begins.
    struct Task: Sendable {
        let incoming: IncomingChange
        let stored: StoredRecord
        /// The record as it is read; nil where somebody has to.
        let known: KnownRecord?
    }

    /// A merge that counts as long as the record lies in the store as it did.
    struct Foreseen {
        let merge: Merge
        let stored: StoredRecord
    }

    private enum Progress {
        case open, begun
        /// Nil where the record cannot be read: the writer finds out why.
        case done(Merge?)
    }

    private struct State {
        var progress: [Progress]
        /// No task before it is open.
        var next = 0
    }

    private let tasks: [Task]
    private let numbers: [Dot: Int]
    private let catalogue: Catalogue
    private let codec: any RecordCoding
    private let state: Mutex<State>

    init(
        _ tasks: [Task], _ catalogue: Catalogue, _ codec: any RecordCoding, helper: MergeHelper
    ) {
        self.tasks = tasks
        numbers = Dictionary(
            tasks.enumerated().map { ($0.element.incoming.stamp.dot, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        self.catalogue = catalogue
        self.codec = codec
        state = Mutex(State(progress: Array(repeating: .open, count: tasks.count)))
        helper.help { [self] in
            while let number = begin() { finish(number) }
        }
    }

    /// The merge of the change that came with a dot; nil for one that is not among the tasks, and where the record cannot be
    /// read.
    func merge(of dot: Dot) -> Foreseen? {
        guard let number = numbers[dot], let merge = merge(number) else { return nil }
        return Foreseen(merge: merge, stored: tasks[number].stored)
    }

    private func merge(_ number: Int) -> Merge? {
        if begin(number) { return finish(number) }
        while true {
            if case .done(let merge) = state.withLock({ $0.progress[number] }) { return merge }
            guard let other = begin() else { return workOut(tasks[number]) }
            finish(other)
        }
    }

    /// The first task that nobody has begun; nil when there is none.
    private func begin() -> Int? {
        state.withLock { state in
            while state.next < state.progress.count {
                let number = state.next
                state.next += 1
                guard case .open = state.progress[number] else { continue }
                state.progress[number] = .begun
                return number
            }
            return nil
        }
    }

    private func begin(_ number: Int) -> Bool {
        state.withLock { state in
            guard case .open = state.progress[number] else { return false }
            state.progress[number] = .begun
            return true
        }
    }

    @discardableResult
    private func finish(_ number: Int) -> Merge? {
        let merge = workOut(tasks[number])
        state.withLock { $0.progress[number] = .done(merge) }
        return merge
    }

    private func workOut(_ task: Task) -> Merge? {
        guard let before = task.known ?? (try? codec.decode(task.stored.body)).map({ KnownRecord($0) }) else {
            return nil
        }
        return Merge(task.incoming, onto: before, catalogue, codec)
    }

    /// What the merges make of the records, with their rows, as far as these are known.
    var made: [(record: KnownRecord, body: [UInt8])] {
        state.withLock { state in
            state.progress.compactMap { progress in
                guard case .done(let merge?) = progress, let row = merge.row else { return nil }
                return (merge.after, row)
            }
        }
    }
}

/// Who works merges out beside the writer.
struct MergeHelper: Sendable {
    /// For fewer merges it is not asked.
    let fewest: Int
    /// Runs work when there is time for it, or never.
    let help: @Sendable (_ work: @escaping @Sendable () -> Void) -> Void

    /// Nobody: for a hub that does one thing at a time.
    static let nobody = MergeHelper(fewest: 1) { _ in }

    /// A thread of its own, which is not woken for a handful.
    static func thread() -> MergeHelper {
        let queue = DispatchQueue(label: "gridsync.hub.merging")
        return MergeHelper(fewest: 8) { work in queue.async { work() } }
    }
}

extension Admission {
    /// The merges of the changesets that bring one plain edit to a record that is there; nil where those are few.
    func foresee(_ items: [Incoming.Item], beyond head: UInt64) throws -> MergesAhead? {
        let edits = items.filter { $0.isPlainEdit && $0.dot.counter > head }
        guard edits.count >= max(1, work.helper.fewest) else { return nil }
        let foreseeable: [(incoming: IncomingChange, stored: StoredRecord)] = try edits.compactMap { item in
            let changeset = item.pushed.changeset
            guard let change = changeset.changes.first, change.epoch == epoch,
                let stored = try work.stored(change.record), stored.kind == change.kind
            else { return nil }
            let stamp = stamp(of: changeset, try time(of: item).effectiveTime).observing(change)
            let incoming = IncomingChange(logged: change, change: change, lost: .empty, stamp: stamp, isProven: false)
            return (incoming, stored)
        }
        let known = work.recordReadings.records(foreseeable.map(\.stored))
        let tasks = zip(foreseeable, known).map {
            MergesAhead.Task(incoming: $0.incoming, stored: $0.stored, known: $1)
        }
        return MergesAhead(tasks, work.catalogue, work.codec, helper: work.helper)
    }

    /// Keeps what was made ahead for those who come next; what goes for it is freed by the helper.
    func keepForeseen() {
        guard let ahead else { return }
        let gone = work.recordReadings.keep(ahead.made)
        work.helper.help { _ = gone }
    }
}

extension Incoming.Item {
    /// One change that is no creation, comes for the first time, and has nothing that the store must take in first.
    fileprivate var isPlainEdit: Bool {
        let changes = pushed.changeset.changes
        return prepared.creation == nil && changes.count == 1 && !changes[0].isCreation && pushed.receipt == nil
            && pushed.withheldHash == nil && !changes[0].hasBoxes
    }
}
