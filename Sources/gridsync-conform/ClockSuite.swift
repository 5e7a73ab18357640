import GridCausality
import GridRecords

/// Requests about one hybrid clock.
enum ClockSuite {
    static func run(_ request: JSONTree) throws(Conformance.Malformed) -> JSONTree {
        var clock = HybridClock(
            now: try timestamp(request.member("init")),
            maximumDriftMilliseconds: try request.integer(at: "max_drift"),
            maximumCounter: try counter(request.member("max_counter")))
        var replies: [JSONTree] = []
        for step in try request.list(at: "steps") { replies.append(try perform(step, on: &clock)) }
        return .array(replies)
    }

    private static func perform(
        _ step: JSONTree, on clock: inout HybridClock
    ) throws(Conformance.Malformed) -> JSONTree {
        let wall = try step.integer(at: "wall")
        let event = try step.text(at: "event")
        let remote = event == "recv" ? try timestamp(step.member("remote")) : nil
        guard remote != nil || event == "send" else { throw Conformance.Malformed() }
        do throws(HybridClockError) {
            let now = if let remote { try clock.receive(remote, wall: wall) } else { try clock.tick(wall: wall) }
            return .fields(("l", .number(String(now.milliseconds))), ("c", .counter(UInt64(now.counter))))
        } catch {
            return .fields(("error", .string(error == .drift ? "drift" : "overflow")))
        }
    }

    private static func timestamp(_ tree: JSONTree) throws(Conformance.Malformed) -> HybridTimestamp {
        HybridTimestamp(milliseconds: try tree.integer(at: "l"), counter: try counter(tree.member("c")))
    }

    /// A counter beyond 32 bits reads as the last one, which has no successor either.
    private static func counter(_ tree: JSONTree) throws(Conformance.Malformed) -> UInt32 {
        guard let value = tree.counter else { throw Conformance.Malformed() }
        return UInt32(clamping: value)
    }
}
