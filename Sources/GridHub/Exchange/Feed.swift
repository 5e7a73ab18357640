import GridCausality
import GridRecords
import GridStore
import GridSync

/// The feed cut to a device's scope: stored bytes as they lie, page by page.
extension HubWork {
    /// From this many areas on, one walk over the whole feed costs less than one over each area.
    private static let areasWalkedApart = 64
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
        let limit = Int(min(max(pull.limit, 1), UInt32(Limits.recordsPerPage)))
        let walk = FeedWalk(
            assigned: role.mayReadRecords ? worker.areas.map { AreaCode($0) } : [], cursor: cursor,
            work: self)
        let stretch = try walk.stretch(limit: limit)
        var page = FeedPage()
        var bytes = 0
        var upTo = last.position
        page.hasMore = stretch.next != nil
        if let next = stretch.next { upTo = next - 1 }
        var seen = Set<RecordID>(minimumCapacity: stretch.placements.count)
        let placed = PlacedRecords(stretch.placements, in: transaction)
        for placement in stretch.placements {
            if bytes > Limits.pageBytes || page.records.count >= limit,
                placement.position > self.upTo(before: placement, stretch)
            {
                page.hasMore = true
                upTo = placement.position - 1
                break
            }
            guard seen.insert(placement.record).inserted else { continue }
            switch placement.state {
            case .erased: page.erased.append(placement.record)
            case .departed:
                let areas = try transaction.record(placement.record)?.areas ?? []
                if scope.isDisjoint(with: areas) {
                    page.departed.append(placement.record)
                } else {
                    seen.remove(placement.record)
                }
            case .present:
                guard let stored = try placed.record(placement) else { continue }
                let body = try visible(stored, to: role)
                bytes += body.count
                page.records.append(body)
            }
        }
        response.news = try news(of: worker.id, after: cursor?.news ?? 0)
        page.cursor = Cursor(
            device: DeviceID(opening.device.id), epoch: response.epoch,
            areas: walk.assigned.map { .init(area: $0, position: max(cursor?.position(of: $0) ?? 0, upTo)) },
            position: last.position, commitChain: last.chain, news: response.news.last?.position ?? cursor?.news ?? 0
        ).sealed { environment.keys.mac($0, for: .cursor) }
        response.page = page
        return upTo
    }

    /// The position of the placement before this one: a page is cut between commits only.
    private func upTo(before placement: Placement, _ stretch: FeedWalk.Stretch) -> UInt64 {
        let index = stretch.placements.firstIndex(of: placement) ?? 0
        return index > 0 ? stretch.placements[index - 1].position : 0
    }

    /// The stored bytes, or for a role that may not see everything the record without what it may not see.
    func visible(_ stored: StoredRecord, to role: Role) throws -> [UInt8] {
        guard role == .department else { return stored.body }
        return codec.encode(try decode(stored).visible(to: role, catalogue: catalogue))
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

    /// The records of a stretch, fetched some hundred at a time: by area and range where these are few, else one by one.
    private final class PlacedRecords {
        private static let chunk = 256
        private let placements: [Placement]
        private let transaction: any HubTransaction
        /// The position up to which records were fetched.
        private var fetched: UInt64 = 0
        private var next = 0
        private var found: [RecordID: StoredRecord] = [:]

        init(_ placements: [Placement], in transaction: any HubTransaction) {
            self.placements = placements
            self.transaction = transaction
        }

        /// The record of a placement; asked for in the order of the stretch.
        func record(_ placement: Placement) throws -> StoredRecord? {
            if placement.position > fetched { try fetch(from: placement) }
            return try found[placement.record] ?? transaction.record(placement.record)
        }

        private func fetch(from placement: Placement) throws {
            while next < placements.count, placements[next].position < placement.position { next += 1 }
            var end = min(next + PlacedRecords.chunk, placements.count)
            guard next < end else { return }
            let last = placements[end - 1].position
            while end < placements.count, placements[end].position == last { end += 1 }
            found = [:]
            let areas = Set(placements[next..<end].map(\.area))
            // A query for each area has to bring more than one record on the average.
            if areas.count * 4 <= end - next {
                for area in areas.sorted() {
                    let records = try transaction.records(
                        placedIn: area, after: placement.position - 1, through: last)
                    found.reserveCapacity(found.count + records.count)
                    for record in records { found[record.id] = record }
                }
            }
            fetched = last
            next = end
        }
    }

    /// How a walk finds the next stretch of the feed for a set of areas.
    struct FeedWalk {
        struct Stretch {
            /// In the order (position, record); whole commits only.
            var placements: [Placement]
            /// The first position that was left out; nil when the head was reached.
            var next: UInt64?
        }

        let assigned: [AreaCode]
        let cursor: Cursor?
        let work: HubWork

        func stretch(limit: Int) throws -> Stretch {
            let parts = assigned.map { (position: cursor?.position(of: $0) ?? 0, areas: work.tree.scope(of: [$0])) }
            let count = parts.reduce(0) { $0 + $1.areas.count }
            let found = count <= HubWork.areasWalkedApart ? try apart(parts, limit) : try together(parts, limit)
            guard found.count > limit else { return Stretch(placements: found, next: nil) }
            // Cut between commits; a single commit larger than the limit goes whole.
            var next = found[limit].position
            if next == found[0].position {
                guard let later = found.first(where: { $0.position > next }) else {
                    return Stretch(placements: found, next: nil)
                }
                next = later.position
            }
            return Stretch(placements: found.filter { $0.position < next }, next: next)
        }

        private func apart(_ parts: [(position: UInt64, areas: Set<AreaCode>)], _ limit: Int) throws -> [Placement] {
            var found: [Placement] = []
            for part in parts {
                for area in part.areas.sorted() {
                    found += try work.transaction.placements(
                        in: area, after: part.position, limit: limit + Limits.changesPerChangeset + 1)
                }
            }
            return found.sorted(by: FeedWalk.isBefore)
        }

        private func together(_ parts: [(position: UInt64, areas: Set<AreaCode>)], _ limit: Int) throws -> [Placement] {
            var found: [Placement] = []
            var after = parts.map(\.position).min() ?? 0
            while found.count <= limit + Limits.changesPerChangeset {
                let chunk = try work.transaction.placements(after: after, limit: 4 * Limits.recordsPerPage)
                guard let last = chunk.last else { break }
                // The last commit of a chunk may be cut; it comes whole with the next.
                let isWhole = chunk.count < 4 * Limits.recordsPerPage
                let usable = isWhole ? chunk : chunk.filter { $0.position < last.position }
                found += usable.filter { placement in
                    parts.contains { placement.position > $0.position && $0.areas.contains(placement.area) }
                }
                if isWhole { break }
                after = usable.last?.position ?? last.position
            }
            return found.sorted(by: FeedWalk.isBefore)
        }

        private static func isBefore(_ left: Placement, _ right: Placement) -> Bool {
            if left.position != right.position { return left.position < right.position }
            return left.record != right.record ? left.record < right.record : left.area < right.area
        }
    }
}
