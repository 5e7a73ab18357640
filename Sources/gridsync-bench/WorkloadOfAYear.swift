import GridCausality
import GridRecords

/// What a county records in a year: events, of which 35 % are hazards and 15 % disputes, the rest needs of residents,
/// over all grids and days; nine in ten are accepted and closed. Beside them visits.
///
/// Shares: Pingyang's report of 2016, 15,885 hazards and 6,840 disputes among 45,490 records.
extension Workload {
    static let year: Int64 = 365 * 86_400_000

    mutating func event(in areas: Areas, epoch: EpochID) -> Change {
        let grid = pick(areas.grids)
        let time = Bench.now - Int64(random.next() % UInt64(Workload.year))
        switch random.next() % 100 {
        case 0..<35: return event("hazard", hazard(in: grid, at: time), time, epoch)
        case 35..<50: return event("dispute", dispute(in: grid, at: time), time, epoch)
        default: return event("service_need", need(in: grid, at: time), time, epoch)
        }
    }

    mutating func visit(in areas: Areas, epoch: EpochID) -> Change {
        let time = Bench.now - Int64(random.next() % UInt64(Workload.year))
        let target = RecordID(milliseconds: time, random: (high: random.next(), low: random.next()))
        return change(
            "visit",
            [
                Write(path: .area, value: .code(Text(pick(areas.grids)))), write("visit_kind", .code("visit")),
                write("started_at", .timestamp(.shanghai(milliseconds: time))),
                write("ended_at", .timestamp(.shanghai(milliseconds: time + 1_200_000))),
                write("worker", .text(Text(person()))),
                write("targets/\(target.text)", .bool(true)),
            ], time, epoch)
    }

    /// What a record of each kind needs to be closed.
    private static let outcomes: [String: [(field: String, value: FieldValue)]] = [
        "hazard": [("outcome", .code("fixed"))],
        "dispute": [("mediation_way", .code("2")), ("result", .code("1"))],
        "service_need": [("result_note", .text("已办理"))],
    ]

    private mutating func event(_ kind: String, _ writes: [Write], _ time: Int64, _ epoch: EpochID) -> Change {
        var writes = writes
        if random.next() % 10 != 0 {
            writes.append(write("state", .code("closed")))
            for outcome in Workload.outcomes[kind] ?? [] { writes.append(write(outcome.field, outcome.value)) }
            for (number, step) in ["accepted", "resolved", "closed"].enumerated() {
                let at = time + Int64(number * 2 + 1) * 43_200_000
                writes.append(
                    write(
                        "steps/s\(number)",
                        .composite(
                            Composite([
                                .init(name: "at", value: .timestamp(.shanghai(milliseconds: at))),
                                .init(name: "step", value: .text(Text(step))),
                                .init(name: "by", value: .text(Text(person()))),
                            ]))))
            }
        } else {
            writes.append(write("state", .code("reported")))
        }
        return change(kind, writes, time, epoch)
    }

    private mutating func dispute(in grid: String, at time: Int64) -> [Write] {
        [
            Write(path: .area, value: .code(Text(grid))), write("title", .text(Text(pick(Workload.phrases)))),
            write("occurred_at", .timestamp(.shanghai(milliseconds: time))), write("place", .text(Text(place()))),
            write("location", .point(point())), write("grids/\(grid)", .bool(true)),
            write("category", .code("0101")), write("scale", .code("01")), write("people_count", .int(2)),
            write("parties/p1", .composite(Composite([.init(name: "name", value: .text(Text(person())))]))),
            write("summary", .text(Text(finding()))), write("involved_org", .text("无")),
            write("source", .code("patrol")), write("confidential", .bool(false)),
            write("due_at", .timestamp(.shanghai(milliseconds: time + 30 * 86_400_000))),
        ]
    }

    private mutating func need(in grid: String, at time: Int64) -> [Write] {
        [
            Write(path: .area, value: .code(Text(grid))), write("summary", .text(Text(finding()))),
            write("category", .code("errand")), write("found_at", .timestamp(.shanghai(milliseconds: time))),
            write("due_at", .timestamp(.shanghai(milliseconds: time + 5 * 86_400_000))),
        ]
    }

    private mutating func change(_ kind: String, _ writes: [Write], _ time: Int64, _ epoch: EpochID) -> Change {
        Change(
            record: RecordID(milliseconds: time, random: (high: random.next(), low: random.next())), kind: kind,
            context: .empty, epoch: epoch, isCreation: true, writes: writes)
    }
}
