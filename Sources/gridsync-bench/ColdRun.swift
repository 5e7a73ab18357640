import Foundation

/// One run of a program from its start to its end, by the system's own calls.
struct ColdRun {
    let measurement: Measurement
    /// The most memory that was resident; 0 where nobody watched.
    private(set) var peakMegabytes = 0
    /// The most that was its own, without the pages of its program and libraries.
    private(set) var peakOwnMegabytes = 0

    private static let watchMicroseconds: UInt32 = 2_000

    /// Throws for a program that ends with another code than 0.
    ///
    /// - Parameter watchesMemory: whether to look at the program's memory every 2 ms. What the system itself tells at the
    ///   end counts the memory of the process that started the program, too.
    init(_ program: String, _ arguments: [String], watchesMemory: Bool = false) throws {
        var pointers = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        var (pid, status): (pid_t, Int32) = (0, 0)
        var usage = rusage()
        let began = ContinuousClock.now
        guard posix_spawn(&pid, program, &actions, nil, &pointers, environ) == 0 else {
            throw Programs.Missing(description: "\(program) cannot be run")
        }
        while watchesMemory, wait4(pid, &status, WNOHANG, &usage) == 0 {
            let usage = DaemonUsage(pid: pid)
            peakMegabytes = max(peakMegabytes, usage.peakMegabytes)
            peakOwnMegabytes = max(peakOwnMegabytes, usage.ownMegabytes)
            usleep(ColdRun.watchMicroseconds)
        }
        while !watchesMemory, wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        guard status == 0 else { throw Programs.Missing(description: "\(program) ended with status \(status)") }
        measurement = Measurement(seconds: seconds, cpuSeconds: OwnProcess.cpuSeconds(usage))
    }
}
