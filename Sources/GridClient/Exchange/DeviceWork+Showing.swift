import GridCausality
import GridRecords
import GridStore
import GridSync

/// Pages of a pull: kept apart until the pull is complete, then shown together.
extension DeviceWork {
    /// - Parameter time: when the hub gave it, milliseconds since 1970 by its clock.
    func stage(_ page: FeedPage, at time: Int64) throws {
        let staged = StagedPage(page)
        if !staged.isEmpty {
            let number = try transaction.countDocuments(Shelf.staging, prefix: StagedPage.pagePrefix)
            try transaction.put(Shelf.staging, StagedPage.key(number), staged.bytes)
        }
        if !page.cursor.isEmpty { try transaction.put(Shelf.staging, StagedPage.cursorKey, page.cursor) }
        if page.hasMore {
            try transaction.removeDocument(Shelf.staging, StagedPage.completeKey)
        } else {
            try transaction.put(Shelf.staging, StagedPage.completeKey, Array(String(time).utf8))
        }
    }

    /// By their keys: pages hold as much as the whole pull brought, and are not read for this.
    func dropStaged() throws {
        let pages = try transaction.countDocuments(Shelf.staging, prefix: StagedPage.pagePrefix)
        for key in (0..<pages).map(StagedPage.key) + [StagedPage.cursorKey, StagedPage.completeKey] {
            try transaction.removeDocument(Shelf.staging, key)
        }
    }

    /// Forgets where the pull stood; copies stay until the next one is complete.
    func beginPullAgain() throws {
        var state = try exchangeState()
        state.cursor = []
        if state.refill == nil { state.refill = .offering }
        try put(state)
        try dropStaged()
    }

    /// Shows all staged pages and moves the cursor to their end.
    ///
    /// - Parameter isCurrent: whether the last page came with the answer at hand, and so holds all that it acknowledges.
    func showStaged(_ report: inout ExchangeReport, isCurrent: Bool) throws {
        var state = try exchangeState()
        var brought: Set<RecordID> = []
        var own = Set(try overlayIDs(kind: nil))
        for entry in try allEntries(in: .pending) { own.formUnion(entry.records) }
        let pages = try transaction.countDocuments(Shelf.staging, prefix: StagedPage.pagePrefix)
        for number in 0..<pages {
            guard let bytes = try transaction.document(Shelf.staging, StagedPage.key(number)) else { continue }
            let page: StagedPage
            do {
                page = try StagedPage(bytes: bytes)
            } catch {
                throw StoreError(.corrupt, operation: "read page \(number) of a pull", detail: "\(error)")
            }
            try show(page, own: own, isNewHistory: state.refill == .offering, &brought, &report)
        }
        // A hub that went back may have lost them: they are offered to it, and come back once accepted there.
        if state.refill == .offering { try setAsideAll(but: brought, epoch: state.copiesEpoch) }
        if state.refill != nil { try dropAll(but: brought, &report) }
        let wasRefilled = state.refill != nil
        state.refill = nil
        state.unpulled = []
        state.copiesEpoch = nil
        if let cursor = try transaction.document(Shelf.staging, StagedPage.cursorKey) { state.cursor = cursor }
        state.lastSync = now
        if let told = try transaction.document(Shelf.staging, StagedPage.completeKey) {
            state.copiesAt = Int64(String(decoding: told, as: UTF8.self)) ?? state.copiesAt
        }
        try put(state)
        // From here on the hub's copies alone tell what became of a former replica's changes.
        if wasRefilled {
            for id in own { try refreshOverlay(id) }
            try askAgain(about: own)
        }
        try dropDepartedOverlays(own, isComplete: isCurrent)
        try dropStaged()
        report.touched.formUnion(brought)
        report.more = false
    }

    /// What was acknowledged as applied in another history of the hub, and is not in its copies of this one, is sent
    /// again: in this one it may have been set aside.
    private func askAgain(about own: Set<RecordID>) throws {
        var state = try exchangeState()
        var first = state.acknowledged + 1
        for id in own {
            guard let copy = try transaction.record(id) else { continue }
            let context = try decode(copy).context
            for entry in try transaction.entries(touching: id)
            where entry.state == .acknowledged && entry.dot.replica == identity.replica && !entry.body.isEmpty
                && entry.dot.counter < first && !context.covers(entry.dot)
            {
                first = entry.dot.counter
            }
        }
        guard first <= state.acknowledged else { return }
        state.acknowledged = first - 1
        try put(state)
    }

    private func show(
        _ page: StagedPage, own: Set<RecordID>, isNewHistory: Bool, _ brought: inout Set<RecordID>,
        _ report: inout ExchangeReport
    ) throws {
        for body in page.records {
            if isNewHistory, let record = try? codec.decode(body) { try setAside(record.id, before: record) }
            let copy = try take(body)
            // Pages that waited since before the scope changed hold what has left it.
            if isOutOfScope(copy) {
                try drop(copy.id)
                continue
            }
            brought.insert(copy.id)
            report.records += 1
            if own.contains(copy.id) { try refreshOverlay(copy.id) }
        }
        for id in page.departed {
            if try transaction.record(id) != nil { report.removed += 1 }
            try drop(id)
            report.touched.insert(id)
        }
        for id in page.erased {
            if try transaction.record(id) != nil { report.removed += 1 }
            try erase(id)
            report.touched.insert(id)
        }
    }

    /// Puts the hub's copy in place of the one there is.
    @discardableResult
    func take(_ body: [UInt8]) throws -> DeviceRecord {
        let record: Record
        do {
            record = try codec.decode(body)
        } catch {
            throw ClientError(
                code: "not_a_hub", message: "The hub sent a record that cannot be read: \(error.detail).",
                hint: "Update this program. Nothing is lost.")
        }
        let reading = try RecordReading(record, catalogue: catalogue)
        try transaction.removeDocument(Shelf.epochs, record.id.text)
        let copy = DeviceRecord(
            id: record.id, kind: record.kind, body: body, areas: reading.areas, disputes: reading.disputed.count)
        try transaction.put(copy)
        return copy
    }

    /// Lawful erasure: copy, journal, drafts and tidings go, that it was so stays.
    private func erase(_ id: RecordID) throws {
        for var entry in try transaction.entries(touching: id) where entry.state != .pending {
            entry.body = []
            entry.state = entry.state == .reissued ? .reissued : .erased
            try transaction.update(entry)
        }
        try drop(id)
        for document in try allDocuments(Shelf.listed, prefix: id.text) {
            try transaction.removeDocument(Shelf.listed, document.key)
        }
        for document in try allDocuments(Shelf.news) {
            let line = (try? JSONValue(parsing: document.body))?["line"]
            if line?["record"]?.string == id.text { try transaction.removeDocument(Shelf.news, document.key) }
        }
        try transaction.put(Shelf.erased, id.text, Array(String(now).utf8))
    }

    private func dropAll(but brought: Set<RecordID>, _ report: inout ExchangeReport) throws {
        var last: RecordID?
        while true {
            let batch = try transaction.records(after: last, kind: nil, onlyDisputed: false, limit: 500)
            for copy in batch where !brought.contains(copy.id) {
                try drop(copy.id)
                // What is still to be sent stays in view.
                if try transaction.entries(touching: copy.id).contains(where: { $0.state == .pending }) {
                    try transaction.put(Shelf.overlay, copy.id.text, Array(copy.kind.utf8))
                }
                report.removed += 1
                report.touched.insert(copy.id)
            }
            guard batch.count == 500 else { return }
            last = batch.last?.id
        }
    }

    /// Counts the disputes of all copies again, under a catalogue that is new.
    func recount() throws {
        var last: RecordID?
        while true {
            let batch = try transaction.records(after: last, kind: nil, onlyDisputed: false, limit: 500)
            for copy in batch { try take(copy.body) }
            guard batch.count == 500 else { return }
            last = batch.last?.id
        }
    }

    /// Drops bodies of what is old, acknowledged and held by a backup of the hub; hashes and verdicts stay.
    func trim() throws {
        var state = try exchangeState()
        let oldest = now - Int64(Limits.journalDays) * 86_400_000
        let start = state.trimmed
        for var entry in try transaction.entries(of: identity.replica, after: state.trimmed, limit: 1_000) {
            guard entry.dot.counter <= min(state.backedUp, state.acknowledged), entry.at < oldest else { break }
            if entry.state == .acknowledged {
                entry.body = []
                try transaction.update(entry)
            }
            state.trimmed = entry.dot.counter
        }
        if state.trimmed != start { try put(state) }
    }
}
