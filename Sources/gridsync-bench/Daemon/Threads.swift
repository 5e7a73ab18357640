import Dispatch
import Foundation
import GridRecords
import Synchronization

/// Threads of their own for what blocks.
enum Threads {
    private static let stackBytes = 512 * 1_024

    private final class Outcomes<Value: Sendable>: Sendable {
        let values: Mutex<[Swift.Result<Value, any Error>?]>
        init(_ count: Int) { values = Mutex(Array(repeating: nil, count: count)) }
    }

    /// Runs the work so many times at once, and returns when all have ended; throws what the first of them threw.
    static func run<Value: Sendable>(
        _ count: Int, _ work: @escaping @Sendable (Int) throws -> Value
    ) throws -> [Value] {
        let outcomes = Outcomes<Value>(count)
        let group = DispatchGroup()
        for number in 0..<count {
            group.enter()
            let thread = Thread {
                let outcome = Swift.Result { try work(number) }
                outcomes.values.withLock { $0[number] = outcome }
                group.leave()
            }
            thread.stackSize = stackBytes
            thread.start()
        }
        group.wait()
        return try outcomes.values.withLock { try $0.compactMap { try $0?.get() } }
    }
}

/// How long each of many took, in seconds.
struct Latencies: Sendable {
    private(set) var seconds: [Double] = []

    mutating func add(_ duration: Duration) { seconds.append(duration / .seconds(1)) }

    mutating func add(_ other: Latencies) { seconds += other.seconds }

    /// Seconds within which this share of them had ended; 0 of none.
    func percentile(_ share: Double) -> Double {
        guard !seconds.isEmpty else { return 0 }
        let sorted = seconds.sorted()
        let rank = Int((share * Double(sorted.count)).rounded(.up)) - 1
        return sorted[min(max(rank, 0), sorted.count - 1)]
    }

    /// `p50_ms` and `p99_ms`.
    var details: [String: JSONValue] {
        ["p50_ms": Result.rounded(percentile(0.5) * 1_000), "p99_ms": Result.rounded(percentile(0.99) * 1_000)]
    }
}
