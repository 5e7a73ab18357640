import GridCatalogueFile
import GridCausality
import GridRecords
import GridWorkflow
import Testing

/// The office's real files, and a way to write steps in few words.
enum Bench {
    static let catalogue = Result { try CatalogueFiles.load() }
    static let book = Result { try WorkflowFiles.load(for: try catalogue.get()) }

    static func evaluator(_ kind: String = "hazard") throws -> Evaluator {
        let book = try book.get()
        return Evaluator(try #require(book.workflow(of: kind)), calendar: book.calendar)
    }

    static let grid = Organisation(level: .grid, code: "330781001001001")
    static let village = Organisation(level: .village, code: "330781001001")
    static let township = Organisation(level: .township, code: "330781001")
    static let otherTownship = Organisation(level: .township, code: "330781002")
    static let fire = Organisation(level: .department, code: "fire")
    static let market = Organisation(level: .department, code: "market")
    static let county = Organisation(level: .county, code: "330781")

    /// A moment in Shanghai: `2026-03-02 09:30`.
    static func at(_ text: String) -> Int64 {
        let full = text.count == 10 ? "\(text) 00:00" : text
        return Timestamp(text: "\(full.replacing(" ", with: "T")):00+08:00")?.milliseconds ?? .min
    }

    static func day(_ text: String) -> CalendarDate { CalendarDate(text: text) ?? CalendarDate(dayNumber: 0) }

    static func record(_ number: Int) -> RecordID { RecordID(bits: Bits128(high: 7, low: UInt64(number))) }

    static func item(_ steps: [WorkStep], fields: [String: JSONValue] = [:], reported: String = "2026-03-02 09:00")
        -> WorkItem
    {
        WorkItem(id: record(1), reportedAt: at(reported), reportedBy: grid, fields: fields, steps: steps)
    }
}

/// Writes one step after another; each has its own dot.
struct Log {
    private(set) var steps: [WorkStep] = []
    private var counter: UInt64 = 0
    private let replica: UInt64

    init(replica: UInt64 = 1) { self.replica = replica }

    mutating func add(
        _ operation: String, _ time: String, _ organisation: Organisation, to: Organisation? = nil,
        secondaries: [Organisation] = [], by: String? = nil, days: Int? = nil, link: RecordID? = nil,
        received: String? = nil, clockOffset: Int64 = 0, dueAt: Int64? = nil
    ) {
        counter += 1
        steps.append(
            WorkStep(
                dot: Dot(replica: ReplicaID(high: 0, low: replica), counter: counter), operation: operation,
                by: Text(by ?? organisation.text), organisation: organisation, to: to, secondaries: secondaries,
                reason: "原因", days: days, dueAt: dueAt, link: link, hasEvidence: true, score: 100,
                time: StepTime(
                    arose: Bench.at(time), received: received.map { Bench.at($0) }, clockOffset: clockOffset)))
    }

    /// Report to archive: township accepts, fire brigade does the work, township checks and closes.
    static func whole(from month: String = "2026-03") -> Log {
        var log = Log()
        log.add("accept", "\(month)-02 10:00", Bench.township)
        log.add("assign", "\(month)-02 11:00", Bench.township, to: Bench.fire)
        log.add("begin", "\(month)-02 14:00", Bench.fire)
        log.add("resolve", "\(month)-05 16:00", Bench.fire)
        log.add("verify", "\(month)-06 10:00", Bench.township, by: "inspector")
        log.add("close", "\(month)-06 11:00", Bench.township)
        return log
    }
}
