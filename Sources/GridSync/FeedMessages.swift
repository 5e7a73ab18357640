package import GridCausality
package import GridRecords

/// A stretch of the feed, cut to the device's scope.
package struct FeedPage: Hashable, Sendable {
    /// Encoded records as the hub stores them, in the order in which they changed.
    package var records: [[UInt8]]
    /// Records that left every area of the device's scope: the copy goes.
    package var departed: [RecordID]
    /// Records erased by law: copy, journal and drafts go.
    package var erased: [RecordID]
    package var cursor: [UInt8]
    /// Whether the head of the feed lies beyond this page.
    package var hasMore: Bool

    package init(
        records: [[UInt8]] = [], departed: [RecordID] = [], erased: [RecordID] = [], cursor: [UInt8] = [],
        hasMore: Bool = false
    ) {
        self.records = records
        self.departed = departed
        self.erased = erased
        self.cursor = cursor
        self.hasMore = hasMore
    }
}

/// A node of the area tree, as the hub keeps it and devices receive it.
package struct Area: Hashable, Sendable {
    package var code: AreaCode
    package var name: String
    /// `province city county township village grid microgrid`.
    package var level: String
    package var parent: AreaCode?
    package var validFrom: CalendarDate?
    package var validTo: CalendarDate?
    package var predecessors: [AreaCode]

    package init(
        code: AreaCode, name: String, level: String, parent: AreaCode?, validFrom: CalendarDate? = nil,
        validTo: CalendarDate? = nil, predecessors: [AreaCode] = []
    ) {
        self.code = code
        self.name = name
        self.level = level
        self.parent = parent
        self.validFrom = validFrom
        self.validTo = validTo
        self.predecessors = predecessors
    }
}

/// What a device may hold and do.
package struct ScopeManifest: Hashable, Sendable {
    /// Equal contents have equal versions.
    package var version: String
    package var worker: WorkerID
    package var name: String
    package var role: Role
    /// The areas assigned, sorted; everything below them is in scope.
    package var assigned: [AreaCode]
    /// Every area in scope, the assigned ones and those below and their predecessors included, sorted by code.
    package var areas: [Area]

    package init(version: String, worker: WorkerID, name: String, role: Role, assigned: [AreaCode], areas: [Area]) {
        self.version = version
        self.worker = worker
        self.name = name
        self.role = role
        self.assigned = assigned
        self.areas = areas
    }
}

/// What became of one edit of this worker.
package struct NewsItem: Hashable, Sendable {
    package enum What: String, Sendable { case merged, resolved, accepted, edited, dropped }

    package var position: UInt64
    package var what: What
    package var record: RecordID
    package var path: String
    /// Who did it; empty when no person did.
    package var by: String
    /// Milliseconds since 1970.
    package var at: Int64
    /// JSON texts of the worker's value and of the one that stands now; empty for none.
    package var yours: String
    package var now: String
    /// The worker's changeset that this is about.
    package var dot: Dot?
    package var note: String

    package init(
        position: UInt64, what: What, record: RecordID, path: String, by: String, at: Int64, yours: String,
        now: String, dot: Dot?, note: String
    ) {
        self.position = position
        self.what = what
        self.record = record
        self.path = path
        self.by = by
        self.at = at
        self.yours = yours
        self.now = now
        self.dot = dot
        self.note = note
    }
}
