import NIOConcurrencyHelpers

/// A count that a reader moves and a timer looks at.
final class ReceivedBytes: Sendable {
    private let state = NIOLockedValueBox<Int?>(0)

    /// Nil once the reading has ended.
    var value: Int? { state.withLockedValue { $0 } }

    func set(_ count: Int) { state.withLockedValue { if $0 != nil { $0 = count } } }
    func finish() { state.withLockedValue { $0 = nil } }
}
