import GridCausality
import GridRecords

/// What is written: hazards of 15 values with Chinese text, about 755 bytes as JSON, and single-field edits of them.
struct Workload {
    private static let places = ["府前路", "环城南路", "振兴街", "丹溪大道", "人民路", "解放西路"]
    private static let findings = [
        "楼道内电动自行车充电，疏散通道被占用", "灭火器压力不足，检查标签缺失", "配电箱周边堆放可燃物，线路老化", "安全出口上锁，应急照明损坏",
        "厨房使用瓶装液化气，未安装报警装置",
    ]
    private var random: Randomness

    init(seed: UInt64) { random = Randomness(seed) }

    mutating func creation(epoch: EpochID) -> Change {
        let id = RecordID(milliseconds: Bench.now, random: (high: random.next(), low: random.next()))
        let number = Int(random.next() % 900) + 100
        let place = Workload.places[number % Workload.places.count]
        let finding = Workload.findings[number % Workload.findings.count]
        let time = FieldValue.timestamp(.shanghai(milliseconds: Bench.now))
        let location = GeoPoint(
            longitude: 119_460_000_000 + Int64(number), latitude: 29_208_000_000, system: .wgs84,
            accuracyCentimetres: 800, source: .gps)
        return Change(
            record: id, kind: "hazard", context: .empty, epoch: epoch, isCreation: true,
            writes: [
                Write(path: .area, value: .code(Text(Bench.area))), write("target_kind", .code("street_shop")),
                write("category", .code("F09")), write("level", .code("1")),
                write("items/i1", .composite(Composite([.init(name: "text", value: .text(Text(finding)))]))),
                write("items/i1/status", .code("open")), write("found_at", time),
                write("found_by", .text(Text("网格员 \(number)"))), write("stage", .code("1")), write("due_at", time),
                write("location", .point(location)),
                write(
                    "responsible",
                    .composite(Composite([.init(name: "name", value: .text(Text("\(place)\(number)号商铺负责人")))]))),
                write("state", .code("reported")), write("main_org", .text(Text("\(place)消防工作站"))),
                write("assignee", .text(Text("协管员 \(number)"))),
            ])
    }

    /// An edit of one field, having seen the context.
    mutating func edit(_ record: RecordID, context: VersionVector, epoch: EpochID) -> Change {
        let person = Int(random.next() % 900)
        return Change(
            record: record, kind: "hazard", context: context, epoch: epoch, isCreation: false,
            writes: [write("assignee", .text(Text("协管员 \(person)")))])
    }

    /// A value for a field about which people have to agree.
    mutating func dispute(_ record: RecordID, context: VersionVector, epoch: EpochID) -> Change {
        let outcomes = ["fixed", "enforcement", "shut_down", "banned", "written_off", "false_alarm"]
        let outcome = outcomes[Int(random.next() % UInt64(outcomes.count))]
        return Change(
            record: record, kind: "hazard", context: context, epoch: epoch, isCreation: false,
            writes: [write("outcome", .code(Text(outcome)))])
    }

    private func write(_ path: String, _ value: FieldValue?) -> Write { Write(path: .field(path), value: value) }
}
