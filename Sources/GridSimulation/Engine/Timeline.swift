/// Virtual time: what is to happen, in the order of its moments, and for one moment in the order it was put there.
package final class Timeline {
    private struct Event {
        let at: Int64
        let number: UInt64
        let action: () -> Void

        func isBefore(_ other: Event) -> Bool { (at, number) < (other.at, other.number) }
    }

    /// Milliseconds since 1970.
    package private(set) var now: Int64
    /// A binary heap.
    private var events: [Event] = []
    private var count: UInt64 = 0

    package init(start: Int64) { now = start }

    package var isEmpty: Bool { events.isEmpty }
    /// When the next event is due; nil when nothing is to happen.
    package var nextMoment: Int64? { events.first?.at }

    package func at(_ moment: Int64, _ action: @escaping () -> Void) {
        events.append(Event(at: max(moment, now), number: count, action: action))
        count += 1
        var child = events.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard events[child].isBefore(events[parent]) else { return }
            events.swapAt(child, parent)
            child = parent
        }
    }

    package func after(_ milliseconds: Int64, _ action: @escaping () -> Void) { at(now + milliseconds, action) }

    /// Goes to the next event and does it; false when there is none.
    package func step() -> Bool {
        guard let first = events.first else { return false }
        events.swapAt(0, events.count - 1)
        events.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < events.count {
                if events[child].isBefore(events[least]) { least = child }
            }
            guard least != parent else { break }
            events.swapAt(parent, least)
            parent = least
        }
        now = first.at
        first.action()
        return true
    }

    package func pass(_ milliseconds: Int64) { now += milliseconds }
}
