import GridCausality
import GridRecords

/// What is written: hazards of 15 values with Chinese text, about 755 bytes as JSON, and single-field edits of them.
struct Workload {
    private static let places = ["府前路", "环城南路", "振兴街", "丹溪大道", "人民路", "解放西路"]
    /// What findings are put together from: texts that differ, as people's do, and compress as theirs.
    static let phrases = [
        "电动自行车", "疏散通道", "灭火器压力", "配电箱周边", "安全出口", "应急照明", "楼道内充电", "堆放可燃物", "线路老化",
        "瓶装液化气", "未装报警器", "检查标签", "消火栓无水", "防火门常开", "烟感失效", "占用消防车道", "私拉电线", "违规住人",
        "阁楼搭建", "油烟管道", "未持证上岗", "喷淋被遮挡", "卷帘门下堆物", "疏散指示", "控制室无人", "电焊作业", "隔墙不实",
        "防盗窗无口", "仓库混放", "门锁损坏", "已缺失", "被占用", "不足", "上锁", "须整改", "待更换", "多处", "二层", "厨房", "后门",
    ]
    private static let surnames = Array("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗")
    private static let givenNames = Array("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文玲志")
    var random: Randomness

    init(seed: UInt64) { random = Randomness(seed) }

    mutating func creation(epoch: EpochID) -> Change {
        let id = RecordID(milliseconds: Bench.now, random: (high: random.next(), low: random.next()))
        let time = Bench.now - Int64(random.next() % 28_800_000)
        var writes = hazard(in: Areas.single.grids[0], at: time)
        writes.append(write("state", .code("reported")))
        return Change(
            record: id, kind: "hazard", context: .empty, epoch: epoch, isCreation: true, writes: writes)
    }

    /// The values of a hazard, but for its state.
    mutating func hazard(in grid: String, at time: Int64) -> [Write] {
        let place = place()
        return [
            Write(path: .area, value: .code(Text(grid))), write("target_kind", .code("street_shop")),
            write("category", .code("F09")), write("level", .code("1")),
            write("items/i1", .composite(Composite([.init(name: "text", value: .text(Text(finding())))]))),
            write("items/i1/status", .code("open")), write("found_at", .timestamp(.shanghai(milliseconds: time))),
            write("found_by", .text(Text("网格员 \(person())"))), write("stage", .code("1")),
            write("due_at", .timestamp(.shanghai(milliseconds: time))), write("location", .point(point())),
            write(
                "responsible",
                .composite(Composite([.init(name: "name", value: .text(Text("\(place)号商铺\(person())")))]))),
            write("main_org", .text(Text("\(place)消防工作站"))), write("assignee", .text(Text("协管员 \(person())"))),
        ]
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

    mutating func finding() -> String { (0..<4).map { _ in pick(Workload.phrases) }.joined(separator: "，") }

    mutating func place() -> String {
        let number = Int(random.next() % 900) + 100
        return "\(Workload.places[number % Workload.places.count])\(number)"
    }

    mutating func point() -> GeoPoint {
        GeoPoint(
            longitude: 119_440_000_000 + Int64(random.next() % 40_000_000),
            latitude: 29_188_000_000 + Int64(random.next() % 40_000_000), system: .wgs84, accuracyCentimetres: 800,
            source: .gps)
    }

    mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[Int(random.next() % UInt64(choices.count))]
    }

    mutating func person() -> String {
        String([pick(Workload.surnames), pick(Workload.givenNames), pick(Workload.givenNames)])
    }

    func write(_ path: String, _ value: FieldValue?) -> Write { Write(path: Path(path)!, value: value) }
}
