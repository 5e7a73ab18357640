import GridGoverning
import GridRecords
import GridSync

/// What a supervisor's device asks for, to make reports from its own copies.
extension HubWork {
    /// `{"hash","at","basis"}`, the last one left out where the device holds it already.
    func basis(_ arguments: Arguments, session: DeviceSession, rules: GoverningRules) throws -> [JSONValue] {
        let (_, worker) = try admitted(session)
        guard worker.knownRole.mayReview else {
            throw HubError.forbidden(
                "the role \(worker.role) makes no reports", hint: "a supervisor or the township desk does")
        }
        let contents = try basis(for: worker, rules).json
        let hash = OfficeBasis.hash(of: contents)
        var members: [String: JSONValue] = ["hash": .string(hash), "at": .integer(now)]
        if arguments.optionalText("held") != hash { members["basis"] = contents }
        return [.object(members)]
    }

    private func basis(for worker: WorkerDocument, _ rules: GoverningRules) throws -> OfficeBasis {
        let walk = RecordWalk(transaction: transaction, catalogue: catalogue, codec: codec)
        let scope = scope(of: worker)
        return OfficeBasis(
            rules: rules, catalogue: catalogue.version, manifest: manifest(of: worker).version,
            successors: Set(scope.flatMap { tree.successors(of: $0) }).subtracting(scope).sorted().compactMap {
                tree.areas[$0]
            },
            totals: try walk.totals().filtered { unit in
                scope.contains(AreaCode(unit)) || !tree.contains(AreaCode(unit))
            },
            workers: try walk.workers().filter { !scope.isDisjoint(with: $0.areas) },
            firstReceipt: try walk.firstReceipt())
    }
}
