import GridGoverning
public import GridRecords
import GridReporting
import GridStore
import GridSync

/// What a supervisor's device makes from its own copies, offline: the bytes that the hub makes from the same records.
///
/// Arguments have the names of `gridsyncd report build` and its like: `period`, `cutoff`, `level`, `scope`, `template`,
/// `facts_from`, `format` (`text json csv xlsx html`), `lang`, `released`, `coloured`; and `number` for a report as the
/// first version of that number. Errors: `not_allowed` for a role that makes none, `out_of_scope`, `no_basis`,
/// `basis_outdated`, and those of the arguments.
extension GridClient {
    /// A report; a draft without `number`.
    public func report(_ asked: JSONValue) throws(ClientError) -> OfficePaper {
        try govern([asked["scope"]]) { desk, basis in
            let form = try PaperForm(Asked(asked))
            let report = try GridClient.built(Asked(asked), desk, &basis)
            return [form.sheet(report)]
        }
    }

    /// The lists that follow from a report. `template` names the lists, `report_template` the report.
    public func lists(_ asked: JSONValue) throws(ClientError) -> OfficePaper {
        try govern([asked["scope"]]) { desk, basis in
            var ordered = asked.object ?? [:]
            ordered["template"] = asked["report_template"]
            let report = try GridClient.built(Asked(.object(ordered)), desk, &basis)
            return try desk.lists(of: report, Asked(asked))
        }
    }

    /// Stars of a `month`, of the workers of an `area`. Who also works outside of this device's areas is left out and
    /// named beside it: his records there are not on this device.
    public func stars(_ asked: JSONValue) throws(ClientError) -> OfficePaper {
        try govern([asked["area"]]) { desk, basis in
            basis.leftOut = (desk.source as? CopySource)?.workersElsewhere.map(\.id.text) ?? []
            return try desk.stars(Asked(asked))
        }
    }

    /// Open work whose deadline is over, a line of JSON each, of `areas` and below. `doubtful_steps` is null: times of
    /// receipt are the hub's.
    public func overdue(_ asked: JSONValue) throws(ClientError) -> OfficePaper {
        try govern(asked["areas"]?.array ?? []) { desk, _ in
            try desk.overdue(in: Asked(asked).texts("areas").map { AreaCode($0) }).map { .line($0) }
        }
    }

    private static func built(
        _ asked: Asked, _ desk: GoverningDesk, _ basis: inout OfficePaper.Basis
    ) throws -> Report {
        let order = try desk.order(asked)
        basis.cutoff = order.cutoff
        let report = try desk.report(order)
        guard let number = asked.json["number"], !number.isNull else { return report }
        guard let serial = number.integer.flatMap({ Int(exactly: $0) }), serial > 0 else {
            throw GoverningError("bad_number", "a report's number counts from 1")
        }
        return report.numbered(Report.Number(serial: serial, version: 1))
    }

    /// Does the work on one state of the copies, for a role that may and areas that are this device's.
    private func govern(
        _ areas: [JSONValue?], _ make: (GoverningDesk, inout OfficePaper.Basis) throws -> [PaperSheet]
    ) throws(ClientError) -> OfficePaper {
        try read { work in
            try work.requireReviewer()
            let (source, rulesAt) = try work.copySource()
            if let outside = areas.compactMap({ $0?.string }).first(where: { !work.manifest.holds(AreaCode($0)) }) {
                throw ClientError.outOfScope("\(outside) is none of your areas.", work.manifest)
            }
            let state = try work.exchangeState()
            guard let recordsAt = state.copiesAt else { throw ClientError.noCopies }
            var basis = OfficePaper.Basis(
                recordsAt: recordsAt, rulesAt: rulesAt, unsent: try work.transaction.countEntries(in: .pending))
            let desk = GoverningDesk(
                source: source, rules: source.basis.rules, now: work.now &- (state.clockOffset ?? 0))
            do {
                return OfficePaper(try make(desk, &basis), basis)
            } catch let error as GoverningError { throw ClientError(error) }
        }
    }
}

extension GridClient {
    /// Asks the hub for the office's rules, totals and workers, which later reports need no connection for.
    ///
    /// - Returns: `{"hash","at","changed"}`
    public func fetchOffice() async throws(ClientError) -> JSONValue {
        let held = try read { work in
            try work.requireReviewer()
            return try StoredBasis(work)?.hash
        }
        guard let answer = try await call("office", ["held": held.map { .string($0) } ?? .null]).first else {
            throw ClientError(code: "not_a_hub", message: "The hub's answer about its rules is empty.")
        }
        try write { work in
            do { try StoredBasis.keep(answer, work) } catch let error as GoverningError { throw ClientError(error) }
        }
        return [
            "hash": answer["hash"] ?? .null, "at": .string((answer["at"]?.integer ?? 0).time),
            "changed": .bool(answer["basis"] != nil),
        ]
    }

    /// Brings the office's rules up to date beside an exchange, on devices whose role makes reports. Where that fails,
    /// what is held stays, and every report tells how old it is.
    ///
    /// - Parameter milliseconds: asks only where the last answer is older.
    public func followOffice(olderThan milliseconds: Int64 = 0) async {
        let isDue = try? read { work in
            guard work.role.mayReview else { return false }
            return try StoredBasis(work).map { work.now - $0.askedAt >= milliseconds } ?? true
        }
        if isDue == true { _ = try? await fetchOffice() }
    }
}

extension DeviceWork {
    fileprivate func requireReviewer() throws {
        guard role.mayReview else {
            throw ClientError(
                code: "not_allowed", message: "Your role (\(role.rawValue)) makes no reports.",
                hint: "A supervisor or the township desk does.")
        }
    }

    /// The copies with what the hub told beside them; refuses what is not of one piece.
    fileprivate func copySource() throws -> (CopySource, rulesAt: Int64) {
        guard let stored = try StoredBasis(self) else { throw ClientError.noBasis }
        let basis: OfficeBasis
        do { basis = try stored.contents(self) } catch let error as GoverningError { throw ClientError(error) }
        guard basis.manifest == manifest.version, try basis.catalogue == catalogueVersion else {
            throw ClientError(
                code: "basis_outdated",
                message: "The areas or the catalogue of this device are not those of the office's rules that it holds.",
                hint: "Run `gridsync sync` with a connection.", exitCode: 65)
        }
        return (CopySource(work: self, basis: basis, catalogue: try catalogue), stored.at)
    }
}
