/// Bounds of the server that an operator may move.
package struct ServerLimits: Hashable, Sendable {
    /// Exchanges and calls.
    package var exchanges = LaneLimits(running: 64, waiting: 1_024)
    /// First syncs: pulls from the beginning of the feed.
    package var firstSyncs = LaneLimits(running: 2, waiting: 32)
    /// Enrolments.
    package var enrolments = LaneLimits(running: 4, waiting: 128)
    /// Wrong enrolment codes in a minute, from one address and together.
    package var failedEnrolmentsPerAddress = 10
    package var failedEnrolmentsTogether = 200
    /// Open connections; more wait in the system's queue.
    package var connections = 16_384
    /// Seconds without a whole request after which a connection is closed.
    package var idleSeconds = 20
    /// Seconds that a body may take, and bytes a second that earn it more.
    package var bodySeconds = 30
    package var bodyBytesPerSecond = 8_192
    /// Bytes of an answer from which it is worth compressing.
    package var compressedFrom = 512

    package init() {}
}
