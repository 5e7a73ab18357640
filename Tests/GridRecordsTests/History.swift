import GridCausality

@testable import GridRecords

/// A made-up past of one record: several devices that write, see each other now and then, and write again.
struct History {
    struct Event {
        let change: Change
        let stamp: Stamp
    }

    private(set) var events: [Event] = []

    init(seed: Int, devices: Int = 4, steps: Int = 24) {
        var random = Seeded(seed: UInt64(seed) &* 7919 &+ 3)
        var copies = Array(repeating: Record(id: Bench.record, kind: "hazard"), count: devices)
        var counters = Array(repeating: UInt64(0), count: devices)
        for step in 0..<steps {
            let device = random.number(below: devices)
            if step > 0, random.chance(2, of: 5) {
                for event in events { copies[device].apply(event.change, stamp: event.stamp) }
                continue
            }
            counters[device] += 1
            let dot = Dot.at(device + 1, counters[device])
            let change = History.change(by: &random, on: copies[device])
            let time = Bench.morning + Int64(random.number(below: 40)) * Bench.hour
            let stamp = Stamp(
                dot: dot, author: WorkerID("w\(device)"), device: DeviceID("d\(device)"), deviceTime: time,
                effectiveTime: time, observedTime: random.chance(1, of: 4) ? time - 30 * Bench.hour : nil)
            copies[device].apply(change, stamp: stamp)
            events.append(Event(change: change, stamp: stamp))
        }
    }

    private static func change(by random: inout Seeded, on copy: Record) -> Change {
        var writes: [String: FieldValue?] = [:]
        for _ in 0...random.number(below: 3) {
            let write = self.write(by: &random)
            writes.updateValue(write.1, forKey: write.0)
        }
        // An element that is removed is not written in the same breath.
        for path in writes.keys where path.utf8.count(where: { $0 == 0x2F }) == 2 {
            if let element = Bench.path(path).element?.text, writes.keys.contains(element) { writes[path] = nil }
        }
        let isDeletion = random.chance(1, of: 12)
        if isDeletion { writes = ["deleted": .bool(random.chance(3, of: 4))] }
        let reading = RecordReading(copy, catalogue: Bench.catalogue)
        let from = Dictionary(
            uniqueKeysWithValues: writes.keys.compactMap { path in
                reading.shown(at: Bench.path(path)).value.map { (path, $0) }
            })
        let isResolution = random.chance(1, of: 6)
        let keeps = isResolution ? [] : copy.keeps(editing: writes.keys.map { Bench.path($0) }, Bench.catalogue)
        return Bench.change(
            writes.map { ($0.key, $0.value) }, seen: copy.context, from: from, keeps: keeps, isResolution: isResolution)
    }

    private static func write(by random: inout Seeded) -> (String, FieldValue?) {
        let text = FieldValue.text(Text(["a", "b", "c"][random.number(below: 3)]))
        let code = FieldValue.code(Text(Bench.levels[random.number(below: 3)]))
        let element = "items/\(1 + random.number(below: 2))"
        let write: (String, FieldValue?) =
            switch random.number(below: 11) {
            case 0: ("note", text)
            case 1: ("name", text)
            case 2: ("level", code)
            case 3: ("stage", code)
            case 4: ("due", .date(CalendarDate(dayNumber: Int32(random.number(below: 3)))))
            case 5: ("tags/a", .bool(true))
            case 6: (element, .composite(Composite([.init(name: "text", value: text)])))
            case 7: (element + "/status", .code(Text(["verified", "fixed", "open"][random.number(below: 3)])))
            case 8: (element + "/rank", code)
            case 9: ("move_out", .date(CalendarDate(dayNumber: Int32(random.number(below: 3)))))
            default: ("area", code)
            }
        return random.chance(1, of: 5) ? (write.0, nil) : write
    }

    /// The events in another order in which each comes after all that its author had seen.
    func shuffled(by random: inout Seeded) -> [Event] {
        var waiting = events
        var applied = VersionVector.empty
        var result: [Event] = []
        while !waiting.isEmpty {
            let ready = waiting.indices.filter { index in
                let event = waiting[index]
                return applied.covers(event.change.context)
                    && applied[event.stamp.dot.replica] == event.stamp.dot.counter - 1
            }
            let event = waiting.remove(at: ready[random.number(below: ready.count)])
            applied.include(event.stamp.dot)
            result.append(event)
        }
        return result
    }

    /// A copy that has some of the events, whichever, with all that their authors had seen.
    func copy(by random: inout Seeded) -> Record {
        History.applied(shuffled(by: &random).prefix(random.number(below: events.count + 1)))
    }

    static func applied(_ events: some Sequence<Event>) -> Record {
        var record = Record(id: Bench.record, kind: "hazard")
        for event in events { record.apply(event.change, stamp: event.stamp) }
        return record
    }
}
