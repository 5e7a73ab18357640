/// Runs every task and actor of a simulation on the thread that drains it, in the order in which they became ready.
///
/// That order is all that Swift's concurrency leaves open, so a run depends on its seed alone.
/// Not to be touched from any other thread.
package final class SingleThread: @unchecked Sendable {
    private enum Job {
        case task(UnownedJob)
        case actor(UnownedJob)
    }

    private var ready: [Job] = []
    private var next = 0

    package init() {}

    /// For tasks: `Task(executorPreference:)`.
    package private(set) lazy var tasks = TaskSide(self)
    /// For actors that take their executor as an argument.
    package private(set) lazy var actors = ActorSide(self)

    /// Runs what is ready, and what becomes ready by it, until everything waits for something else.
    package func drain() {
        while next < ready.count {
            let job = ready[next]
            next += 1
            if next == ready.count {
                ready.removeAll(keepingCapacity: true)
                next = 0
            }
            switch job {
            case .task(let job): job.runSynchronously(on: tasks.asUnownedTaskExecutor())
            case .actor(let job): job.runSynchronously(on: actors.asUnownedSerialExecutor())
            }
        }
    }

    package final class TaskSide: TaskExecutor {
        private unowned let thread: SingleThread

        fileprivate init(_ thread: SingleThread) { self.thread = thread }

        package func enqueue(_ job: consuming ExecutorJob) {
            thread.ready.append(.task(UnownedJob(job)))
        }
    }

    package final class ActorSide: SerialExecutor {
        private unowned let thread: SingleThread

        fileprivate init(_ thread: SingleThread) { self.thread = thread }

        package func enqueue(_ job: consuming ExecutorJob) {
            thread.ready.append(.actor(UnownedJob(job)))
        }
    }
}
