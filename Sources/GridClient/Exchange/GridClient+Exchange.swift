import GridCausality
public import GridRecords
import GridStore
import GridSync

extension GridClient {
    /// Sends the outbox; an entry leaves it on a verdict and on nothing else.
    public func push() async throws(ClientError) -> JSONValue {
        try await exchange(push: true, pull: false).push
    }

    /// Brings the copies up to the hub's head, all at once.
    public func pull() async throws(ClientError) -> JSONValue {
        try await exchange(push: false, pull: true).pull
    }

    /// Both in the same requests, as many as it takes.
    public func sync() async throws(ClientError) -> JSONValue {
        let report = try await exchange(push: true, pull: true)
        return ["push": report.push, "pull": report.pull]
    }

    /// After which a device that goes on and on asks again for the office's rules.
    private static let officeMilliseconds: Int64 = 600_000

    /// Exchanges again and again until its task is cancelled, telling each outcome; waits longer after failures.
    public func watch(
        everyMilliseconds: Int64, report: @Sendable (Result<JSONValue, ClientError>) -> Void
    ) async {
        var budget = RetryBudget()
        while !Task.isCancelled {
            var delay = everyMilliseconds
            do throws(ClientError) {
                let outcome = try await sync()
                budget.refill()
                await followOffice(olderThan: GridClient.officeMilliseconds)
                report(.success(outcome))
            } catch {
                report(.failure(error))
                if error.exitCode == 77 { return }
                let waiting = (try? read { try $0.exchangeState().retry.delay(now: $0.now) }) ?? everyMilliseconds
                delay = budget.spend() ? max(waiting, 250) : max(waiting, everyMilliseconds)
            }
            if Task.isCancelled { return }
            await environment.pause(delay)
        }
    }

    func exchange(push: Bool, pull: Bool) async throws(ClientError) -> ExchangeReport {
        let lease: any ExchangeLease
        do { lease = try store.beginExchange() } catch { throw ClientError(wrapping: error) }
        defer { lease.end() }
        do throws(ClientError) {
            let report = try await drive(push: push, pull: pull)
            try await offerCopies()
            try write { work in
                var state = try work.exchangeState()
                if state.retry.failures > 0 {
                    state.retry.succeeded()
                    try work.put(state)
                }
                try work.trim()
            }
            observers.tell(report.touched)
            return report
        } catch {
            try noteFailure(error)
            throw error
        }
    }

    private func drive(push: Bool, pull: Bool) async throws(ClientError) -> ExchangeReport {
        var report = ExchangeReport()
        let (unsent, isCopied) = try read { (try $0.countUnsent(), try $0.exchangeState().isCopied) }
        var session = SyncSession(
            push: push, pull: pull, unsent: unsent, limit: environment.batchChangesets, isCopied: isCopied)
        var withheld: Set<UInt64> = []
        while true {
            let event: SyncSession.Event
            var attempted: [UInt64] = []
            switch session.next {
            case .finished:
                if report.sent == 0 { report.left = try read { try $0.countUnsent() } }
                return report
            case .descend:
                try await descend(&report)
                event = .descended
            case .fetchCatalogue:
                try await fetchCatalogue(&report)
                event = .fetchedCatalogue
            case .exchange(let limit, let pull):
                let request = try read { try $0.request(limit: limit, pull: pull, withheld: withheld) }
                attempted = request.changesets.map(\.changeset.dot.counter)
                (event, report) = try await send(request, report)
            }
            do throws(SyncSession.Failure) {
                try session.took(event)
            } catch .withhold {
                guard let counter = attempted.first, withheld.insert(counter).inserted else {
                    throw ClientError(code: "too_large", message: "The hub refuses even an empty request as too large.")
                }
            } catch {
                throw ClientError(
                    code: "stalled", message: "The exchange does not get on: \(error).",
                    hint: "Nothing is lost. Run `gridsync doctor`, then tell whoever runs the hub.")
            }
        }
    }

    private func send(
        _ request: SyncRequest, _ report: ExchangeReport
    ) async throws(ClientError) -> (SyncSession.Event, ExchangeReport) {
        let link = try link()
        let began = environment.clock()
        let response: SyncResponse
        do throws(HubLink.Failure) {
            response = try await link.post("/v1/sync", request, for: SyncResponse.self)
        } catch {
            if case .refused(let problem) = error {
                if problem.status == 413 { return (.tooLarge(sent: request.changesets.count), report) }
                if problem.status == 409, let head = problem.head {
                    try write { work in
                        var state = try work.exchangeState()
                        state.acknowledged = min(state.acknowledged, head)
                        try work.put(state)
                    }
                    return (.gap, report)
                }
                if problem.code == "bad_cursor" {
                    try write { try $0.beginPullAgain() }
                    return (.gap, report)
                }
            }
            try noteRetryAfter(error)
            throw ClientError(error)
        }
        let ended = environment.clock()
        let midpoint = began + (ended - began) / 2
        return try write { work in
            var updated = report
            let event = try work.take(response, to: request, midpoint: midpoint, report: &updated)
            return (event, updated)
        }
    }

    // MARK: Trouble

    private func descend(_ report: inout ExchangeReport) async throws(ClientError) {
        let link = try link()
        let identity = try read { $0.identity }
        var links: [ChainResponse.Link] = []
        do throws(HubLink.Failure) {
            while true {
                let answer = try await link.post(
                    "/v1/chain",
                    ChainRequest(replica: identity.replica, after: links.last?.counter ?? 0, limit: 2_000),
                    for: ChainResponse.self)
                links += answer.links
                guard let last = answer.links.last, last.counter < answer.head else { break }
            }
        } catch {
            throw ClientError(error)
        }
        let held = links
        let (common, chain) = try read { work in
            let common = try work.commonCounter(held)
            return (common, try work.chain(at: common))
        }
        let enrolment: Enrolment
        do throws(HubLink.Failure) {
            enrolment = try await link.post(
                "/v1/descend",
                DescendRequest(
                    device: identity.device, replica: identity.replica, common: common, commonChain: chain,
                    software: environment.software), for: Enrolment.self)
        } catch {
            throw ClientError(error)
        }
        let before = report
        report = try write { work in
            var updated = before
            try work.descend(to: enrolment, common: common, held: held, report: &updated)
            return updated
        }
    }

    private func fetchCatalogue(_ report: inout ExchangeReport) async throws(ClientError) {
        let link = try link()
        let json: JSONValue
        do throws(HubLink.Failure) { json = try await link.catalogue() } catch { throw ClientError(error) }
        let before = report
        report = try write { work in
            var updated = before
            try work.adoptCatalogue(json)
            try work.recount()
            if try work.transaction.document(Shelf.staging, StagedPage.completeKey) != nil {
                try work.showStaged(&updated, isCurrent: false)
            }
            return updated
        }
    }

    func link() throws(ClientError) -> HubLink {
        let identity = try read { $0.identity }
        return HubLink(
            transport: transport, hub: identity.hub, token: identity.token, certificateFile: identity.certificateFile)
    }

    private func noteRetryAfter(_ failure: HubLink.Failure) throws(ClientError) {
        guard case .refused(let problem) = failure, let seconds = problem.retryAfterSeconds else { return }
        try noteFailure(retryAfterSeconds: seconds)
    }

    /// A failure that the hub did not put a time to; one that it did is noted already.
    private func noteFailure(_ error: ClientError) throws(ClientError) {
        guard error.code != "no_store", error.code != "store_busy" else { return }
        if (try? read { try $0.exchangeState().retry.delay(now: $0.now) > 0 }) == true { return }
        try? noteFailure(retryAfterSeconds: nil)
    }

    private func noteFailure(retryAfterSeconds: Int?) throws(ClientError) {
        let chance = environment.random(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        try write { work in
            var state = try work.exchangeState()
            state.retry.failed(now: work.now, chance: chance, retryAfterSeconds: retryAfterSeconds)
            try work.put(state)
        }
    }
}

extension DeviceWork {
    /// Takes the catalogue in force.
    func adoptCatalogue(_ json: JSONValue) throws {
        let catalogue: Catalogue
        do {
            catalogue = try Catalogue(json: json, reading: .lenient)
        } catch {
            throw ClientError(
                code: "not_a_hub", message: "The hub's catalogue cannot be read: \(error).",
                hint: "Update this program. Nothing is lost.")
        }
        try transaction.put(DocumentKey.catalogue, json)
        let version = JSONValue.string(catalogue.version).bytes
        try transaction.put(Shelf.device, DocumentKey.catalogueVersion, version)
        readings.catalogue.keep(catalogue, version)
        memory.catalogue = catalogue
    }
}
