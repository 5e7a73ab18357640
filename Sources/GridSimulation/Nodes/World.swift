import GridCausality
import GridClient
import GridHub
import GridRecords
import GridStore

/// A county with its hub, devices, people and network, under virtual time on one thread.
///
/// Files of this folder extend it: Hub and Devices (processes that live and die), Network (between them), People and
/// Office (who works), Troubles (what goes wrong), Healing (when all that ends).
final class World: @unchecked Sendable {
    let plan: Plan
    let options: Options
    let timeline: Timeline
    let thread = SingleThread()
    let start: Int64
    var trace: Trace
    var figures = Figures()
    var findings: [Finding] = []
    let history = History()
    let hub: HubNode
    var devices: [DeviceNode] = []
    /// Ids of records made so far, with their kind, in the order in which they were made.
    var records: [(id: String, kind: String)] = []
    /// Chance of what is not part of a step: ids, keys, set-up.
    var chance: Chance
    let rows = RememberedRecords()
    /// Nothing goes wrong by itself any more.
    var isHealed = false
    var isSettingUp = false
    /// What a person entered in the edit at hand, to be looked for afterwards.
    var lastEntered: [FieldEntry]?
    var isCalm: Bool { isHealed || isSettingUp }
    /// Workers by the index of their first device, with their areas.
    var workers: [Worker] = []
    /// Areas in force; grows when a grid is split.
    var grids: [String]
    /// Every area that was ever imported, for an office whose hub has forgotten some.
    var areaRows: [JSONValue] = []
    let makeMedium: (UInt64) -> any Medium

    /// 2026-03-01 in Shanghai.
    static let epochStart: Int64 = 1_772_294_400_000

    init(plan: Plan, options: Options, makeMedium: @escaping (UInt64) -> any Medium) {
        self.plan = plan
        self.options = options
        self.makeMedium = makeMedium
        start = World.epochStart
        timeline = Timeline(start: World.epochStart)
        trace = Trace(keepsLines: options.keepsTrace)
        chance = Chance(seed: plan.seed).stream(0xC0FFEE)
        grids = (0..<plan.weather.grids).map { County.grid($0) }
        hub = HubNode(medium: makeMedium(plan.seed), seed: plan.seed)
    }

    struct Worker {
        let id: String
        let role: Role
        var areas: [String]
        var isRevoked = false
    }

    var now: Int64 { timeline.now }

    func note(_ text: @autoclosure () -> String, bytes: [UInt8] = []) { trace.note(now - start, text(), bytes: bytes) }

    func count(_ fault: FaultKind) { figures.faults[fault, default: 0] += 1 }

    func find(_ invariant: String, _ detail: String) {
        findings.append(Finding(invariant: invariant, detail: detail, at: now - start))
        trace.note(now - start, "FINDING \(invariant): \(detail)")
    }

    /// Starts work that may wait; it runs on the simulation's thread.
    func spawn(_ work: @escaping @Sendable () async -> Void) {
        Task(executorPreference: thread.tasks) { await work() }
    }

    /// Does work that may wait and lets time pass until it is done.
    func complete(_ what: String, _ work: @escaping @Sendable () async throws -> Void) {
        let done = Flag()
        spawn { [self] in
            do { try await work() } catch { find("set-up", "\(what): \(error)") }
            done.isSet = true
        }
        thread.drain()
        while !done.isSet, timeline.step() { thread.drain() }
        if !done.isSet { find("I14 progress", "\(what) never ended") }
    }

    final class Flag: @unchecked Sendable { var isSet = false }
}
