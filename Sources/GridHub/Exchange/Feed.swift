import GridCausality
import GridRecords
import GridStore
import GridSync

/// The feed cut to a device's scope: stored bytes as they lie, page by page.
extension HubWork {
    private static let newsOnPage = 200

    /// The cursor of a pull; nil to begin, refused when it is not this device's.
    func openCursor(_ pull: PullRequest?, device: DeviceID, epoch: EpochID) throws -> Cursor? {
        guard let pull, !pull.cursor.isEmpty else { return nil }
        guard let cursor = unsealed(pull.cursor), cursor.device == device else {
            throw HubError(
                "bad_cursor", status: 400, "this cursor was not given to this device by this hub",
                hint: "begin again with an empty cursor")
        }
        // A cursor of an earlier epoch says nothing about this one.
        return cursor.epoch == epoch ? cursor : nil
    }

    /// A cursor that this hub sealed, for whichever device; nil for other bytes.
    func unsealed(_ bytes: [UInt8]) -> Cursor? {
        Cursor(sealed: bytes, mac: { environment.keys.mac($0, for: .cursor) })
    }

    /// Whether this hub's history has the commit at which the cursor was given.
    func holds(_ cursor: Cursor) throws -> Bool {
        try cursor.position == 0 || transaction.commitChain(at: cursor.position) == cursor.commitChain
    }

    /// Adds the next page, its cursor and the news; only reads. Returns up to which commit the page tells everything.
    func fill(_ response: inout SyncResponse, pull: PullRequest, _ opening: Opening) throws -> UInt64 {
        let (cursor, worker, role) = (opening.cursor, opening.worker, opening.worker.knownRole)
        let last = try transaction.lastCommit()
        let scope = scope(of: worker)
        let assigned = role.mayReadRecords ? worker.areas.map { AreaCode($0) } : []
        let limit = Int(min(max(pull.limit, 1), UInt32(Limits.recordsPerPage)))
        let walk = FeedWalk(
            assigned.map { (position: cursor?.position(of: $0) ?? 0, areas: tree.scope(of: [$0])) },
            limit: limit, in: transaction)
        var page = FeedPage()
        var (lines, bytes, upTo) = (0, 0, last.position)
        var seen = Set<RecordID>(minimumCapacity: limit)
        // Cut between commits; a single commit larger than the limit goes whole.
        while let commit = try walk.nextCommit() {
            if lines > 0, bytes > Limits.pageBytes || lines + commit.count > limit {
                page.hasMore = true
                upTo = commit[0].position - 1
                break
            }
            lines += commit.count
            for line in commit where seen.insert(line.record).inserted {
                switch line.state {
                case .erased: page.erased.append(line.record)
                case .departed:
                    let areas = try transaction.record(line.record)?.areas ?? []
                    if scope.isDisjoint(with: areas) {
                        page.departed.append(line.record)
                    } else {
                        seen.remove(line.record)
                    }
                case .present:
                    let body = try visible(line.body, of: line.record, to: role)
                    bytes += body.count
                    page.records.append(body)
                }
            }
        }
        response.news = try news(of: worker.id, after: cursor?.news ?? 0)
        page.cursor = Cursor(
            device: DeviceID(opening.device.id), epoch: response.epoch,
            areas: assigned.map { .init(area: $0, position: max(cursor?.position(of: $0) ?? 0, upTo)) },
            position: last.position, commitChain: last.chain, news: response.news.last?.position ?? cursor?.news ?? 0
        ).sealed { environment.keys.mac($0, for: .cursor) }
        response.page = page
        return upTo
    }

    /// The stored bytes, or for a role that may not see everything the record without what it may not see.
    func visible(_ body: [UInt8], of record: RecordID, to role: Role) throws -> [UInt8] {
        guard role == .department else { return body }
        return codec.encode(try decode(body, of: record).visible(to: role, catalogue: catalogue))
    }

    private func news(of worker: String, after position: UInt64) throws -> [NewsItem] {
        try documents.all(
            .news, prefix: worker + "/", after: "\(worker)/\(ordered(position))", limit: HubWork.newsOnPage,
            as: NewsDocument.self
        ).compactMap { key, item in
            guard let number = UInt64(key.dropFirst(worker.count + 1)), let what = NewsItem.What(rawValue: item.what),
                let record = RecordID(text: item.record)
            else { return nil }
            return NewsItem(
                position: number, what: what, record: record, path: item.path, by: item.by, at: item.at,
                yours: item.yours, now: item.now, dot: item.dot.flatMap { Dot(text: $0) }, note: item.note)
        }
    }
}
