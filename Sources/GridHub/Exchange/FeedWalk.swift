import GridRecords
import GridStore

/// The feed of a scope, commit by commit: that of each area, or of many areas by one walk over the whole feed, merged.
final class FeedWalk {
    /// Of more areas than these, one walk over the whole feed for each position costs less than one over each area.
    private static let areasWalkedApart = 64
    /// How many lines a question asks for, and about how many all first ones together: what is left over when a page is
    /// full was read in vain, and held in memory beside the page.
    private static let boundsOfLinesAsked = 4...256
    private static let linesAhead = 512

    private struct Source {
        let areas: [AreaCode]
        /// Up to which commit it was read.
        var position: UInt64
        var lines: ArraySlice<FeedLine> = []
        var isExhausted = false
    }

    private var sources: [Source] = []
    private let linesAsked: Int
    private let transaction: any HubTransaction

    /// - Parameter parts: areas with the position up to which their feed is known; one in several parts is walked from
    ///   the lowest.
    /// - Parameter limit: how many lines will be asked for, about.
    init(_ parts: [(position: UInt64, areas: Set<AreaCode>)], limit: Int, in transaction: any HubTransaction) {
        self.transaction = transaction
        var positions: [AreaCode: UInt64] = [:]
        for part in parts {
            for area in part.areas { positions[area] = min(positions[area] ?? .max, part.position) }
        }
        let areas = positions.keys.sorted()
        if areas.count <= FeedWalk.areasWalkedApart {
            sources = areas.map { Source(areas: [$0], position: positions[$0]!) }
        } else {
            let together = Dictionary(grouping: areas) { positions[$0]! }
            sources = together.sorted { $0.key < $1.key }.map { Source(areas: $0.value, position: $0.key) }
        }
        let each = min(limit, FeedWalk.linesAhead) / max(sources.count, 1) + 1
        let bounds = FeedWalk.boundsOfLinesAsked
        linesAsked = min(max(each, bounds.lowerBound), bounds.upperBound)
    }

    /// What the next commit changed in the scope; nil at the head. A record comes with each of its areas.
    func nextCommit() throws -> [FeedLine]? {
        var position: UInt64?
        for index in sources.indices {
            try readOn(index)
            guard let first = sources[index].lines.first else { continue }
            position = min(position ?? .max, first.position)
        }
        guard let position else { return nil }
        var commit: [FeedLine] = []
        for index in sources.indices {
            let lines = sources[index].lines.prefix { $0.position == position }
            commit += lines
            sources[index].lines.removeFirst(lines.count)
        }
        return commit
    }

    private func readOn(_ index: Int) throws {
        guard sources[index].lines.isEmpty, !sources[index].isExhausted else { return }
        let source = sources[index]
        let lines = try transaction.feed(of: source.areas, after: source.position, limit: linesAsked)
        sources[index].lines = lines[...]
        sources[index].position = lines.last?.position ?? source.position
        sources[index].isExhausted = lines.count < linesAsked
    }
}
