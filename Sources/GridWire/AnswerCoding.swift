import GridCausality
import GridRecords
package import GridSync
import SwiftProtobuf

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Standing {
    var proto: ProtoStanding.Kind {
        switch self {
        case .normal: .normal
        case .copied: .copied
        case .wentBack: .wentBack
        }
    }

    init(proto: ProtoStanding.Kind) throws(WireError) {
        switch proto {
        case .normal: self = .normal
        case .copied: self = .copied
        case .wentBack: self = .wentBack
        case .unspecified, .UNRECOGNIZED: throw .malformed("a standing")
        }
    }
}

extension SyncResponse: WireMessage {
    /// Areas of a manifest: every grid and micro-grid of a province.
    static let maximumAreas = 1_000_000
    private static let verdictShape = Shape([5: .init(name: "conflicts", maximumCount: 65_536, inner: nil)])
    static let manifestShape = Shape([
        5: .init(name: "assigned areas", maximumCount: maximumAreas, inner: nil),
        6: .init(
            name: "areas", maximumCount: maximumAreas,
            inner: Shape([7: .init(name: "predecessors", maximumCount: 4_096, inner: nil)])),
    ])
    private static let shape = Shape(
        maximumBytes: Wire.answerBytes,
        [
            6: .init(name: "verdicts", maximumCount: Limits.changesetsPerMessage, inner: verdictShape),
            7: .init(
                name: "pages", maximumCount: 1,
                inner: Shape([1: .init(name: "records", maximumCount: 65_536, inner: nil)])),
            8: .init(name: "manifests", maximumCount: 1, inner: manifestShape),
            11: .init(name: "news", maximumCount: 65_536, inner: nil),
        ])

    /// In protobuf the page's records are spliced in as they are stored, and the verdicts are written without messages
    /// of their own.
    package func encoded(as format: WireFormat) -> [UInt8] {
        var proto = protoOfFew
        switch format {
        case .protobuf:
            let page = page?.spliced
            var writer = ProtobufWriter(
                Wire.write(proto, as: .protobuf), capacity: 64 * (1 + verdicts.count) + (page?.count ?? 0))
            VerdictCoding.append(verdicts, as: 6, epoch: epoch, to: &writer)
            if let page { writer.append(7, message: page) }
            return writer.bytes
        case .json:
            proto.verdicts = verdicts.map {
                VerdictCoding.proto(counter: $0.counter, $0.verdict, $0.receipt, epoch: epoch)
            }
            if let page { proto.page = page.proto }
            return Wire.write(proto, as: .json)
        }
    }

    package static func decoded(_ bytes: [UInt8], as format: WireFormat) throws(WireError) -> SyncResponse {
        switch format {
        case .json:
            let proto = try Wire.read(ProtoSyncResponse.self, bytes, as: .json, shape: shape)
            return try SyncResponse(proto, page: proto.hasPage ? FeedPage(proto: proto.page) : nil)
        case .protobuf:
            let outer = try Wire.read(ProtoSplicedResponse.self, bytes, as: .protobuf, shape: shape)
            guard let proto = try? ProtoSyncResponse(serializedBytes: outer.unknownFields.data) else {
                throw .malformed("a protobuf message gridsync.v1.SyncResponse")
            }
            return try SyncResponse(proto, page: outer.hasPage ? FeedPage(spliced: outer.page) : nil)
        }
    }

    /// All but what there may be much of: verdicts and page.
    private var protoOfFew: ProtoSyncResponse {
        .with {
            $0.hubTime = hubTime
            $0.epoch = Data(epoch.bytes)
            $0.standing = standing.proto
            $0.head = head
            $0.headChain = Data(headChain)
            if let manifest { $0.manifest = manifest.proto }
            $0.catalogueVersion = catalogueVersion
            $0.backedUp = backedUp
            $0.news = news.map(\.proto)
        }
    }

    private init(_ proto: ProtoSyncResponse, page: FeedPage?) throws(WireError) {
        let epoch = EpochID(bits: try proto.epoch.identity("an epoch"))
        var verdicts: [VerdictEntry] = []
        verdicts.reserveCapacity(proto.verdicts.count)
        for entry in proto.verdicts {
            let (verdict, receipt) = try VerdictCoding.read(entry, epoch: epoch)
            verdicts.append(VerdictEntry(counter: entry.counter, verdict: verdict, receipt: receipt))
        }
        var news: [NewsItem] = []
        for item in proto.news { news.append(try NewsItem(proto: item)) }
        self.init(
            hubTime: try proto.hubTime.time("the hub"), epoch: epoch, standing: try Standing(proto: proto.standing),
            head: proto.head,
            headChain: try proto.headChain.bytes("a chain hash", atMost: 32), verdicts: verdicts, page: page,
            manifest: proto.hasManifest ? try ScopeManifest(proto: proto.manifest) : nil,
            catalogueVersion: try proto.catalogueVersion.code("a catalogue version"), backedUp: proto.backedUp,
            news: news)
    }
}

extension FeedPage {
    /// The page in protobuf, with each record as the bytes it is stored as.
    fileprivate var spliced: [UInt8] {
        let size = records.reduce(0) { $0 + $1.count + 8 }
        var writer = ProtobufWriter(capacity: size + 16 * (departed.count + erased.count) + cursor.count + 32)
        for record in records { writer.append(1, message: record) }
        writer.append(2, departed.flatMap(\.bytes))
        writer.append(3, erased.flatMap(\.bytes))
        writer.append(4, cursor)
        writer.append(5, number: hasMore ? 1 : 0)
        return writer.bytes
    }

    fileprivate init(spliced data: Data) throws(WireError) {
        guard let proto = try? ProtoSplicedPage(serializedBytes: data) else {
            throw .malformed("a protobuf message gridsync.v1.FeedPage")
        }
        self.init(
            records: proto.records.map { [UInt8]($0) }, departed: try FeedPage.records(proto.departed),
            erased: try FeedPage.records(proto.erased),
            cursor: try proto.cursor.bytes("a cursor", atMost: cursorBytes), hasMore: proto.hasMore_p)
    }

    /// The page with its records in columns. Stored bytes that are no record come out as an empty one, which every reader
    /// refuses.
    fileprivate var proto: ProtoFeedPage {
        .with {
            $0.records = records.map {
                (try? ProtoRecordRow(serializedBytes: RecordRowCodec().inColumns($0))) ?? ProtoRecordRow()
            }
            $0.departed = Data(departed.flatMap(\.bytes))
            $0.erased = Data(erased.flatMap(\.bytes))
            $0.cursor = Data(cursor)
            $0.hasMore_p = hasMore
        }
    }

    fileprivate init(proto: ProtoFeedPage) throws(WireError) {
        self.init(
            records: proto.records.map { Wire.write($0, as: .protobuf) },
            departed: try FeedPage.records(proto.departed), erased: try FeedPage.records(proto.erased),
            cursor: try proto.cursor.bytes("a cursor", atMost: cursorBytes), hasMore: proto.hasMore_p)
    }

    private static func records(_ data: Data) throws(WireError) -> [RecordID] {
        try Table("records", joined: data.slice).all.map { RecordID(bits: $0) }
    }
}

extension NewsItem {
    fileprivate var proto: ProtoNewsItem {
        .with {
            $0.position = position
            switch what {
            case .merged: $0.what = .merged
            case .resolved: $0.what = .resolved
            case .accepted: $0.what = .accepted
            case .edited: $0.what = .edited
            case .dropped: $0.what = .dropped
            }
            $0.record = Data(record.bytes)
            $0.path = path
            $0.by = by
            $0.at = at
            $0.yours = yours
            $0.now = now
            if let dot {
                $0.replica = Data(dot.replica.bytes)
                $0.counter = dot.counter
            }
            $0.note = note
        }
    }

    fileprivate init(proto: ProtoNewsItem) throws(WireError) {
        let what: What
        switch proto.what {
        case .merged: what = .merged
        case .resolved: what = .resolved
        case .accepted: what = .accepted
        case .edited: what = .edited
        case .dropped: what = .dropped
        case .unspecified, .UNRECOGNIZED: throw .malformed("what became of an edit")
        }
        var dot: Dot?
        if !proto.replica.isEmpty {
            dot = Dot(
                replica: ReplicaID(bits: try proto.replica.identity("a replica")), counter: try proto.counter.counter())
        }
        self.init(
            position: proto.position, what: what, record: RecordID(bits: try proto.record.identity("a record")),
            path: proto.path, by: proto.by, at: try proto.at.time("news"), yours: proto.yours, now: proto.now, dot: dot,
            note: proto.note)
    }
}

extension ChainResponse: ProtoCoded {
    package static let shape = Shape(
        maximumBytes: Wire.answerBytes, [2: .init(name: "links", maximumCount: 65_536, inner: nil)])

    package var proto: ProtoChainResponse {
        .with {
            $0.head = head
            $0.links = links.map { link in
                .with {
                    $0.hash = Data(link.hash)
                    $0.chain = Data(link.chain)
                    $0.verdict = VerdictCoding.proto(
                        counter: link.counter, link.verdict, link.receipt, epoch: nil)
                }
            }
        }
    }

    package init(proto: ProtoChainResponse) throws(WireError) {
        var links: [Link] = []
        for link in proto.links {
            let (verdict, receipt) = try VerdictCoding.read(link.verdict, epoch: nil)
            links.append(
                Link(
                    counter: link.verdict.counter, hash: try link.hash.bytes("a hash", count: 32),
                    chain: try link.chain.bytes("a chain hash", count: 32), verdict: verdict, receipt: receipt))
        }
        self.init(head: proto.head, links: links)
    }
}

extension CallResponse: ProtoCoded {
    package static let shape = Shape(
        maximumBytes: Wire.answerBytes, [1: .init(name: "lines", maximumCount: 2_000_000, inner: nil)])
    package var proto: ProtoCallResponse { .with { $0.lines = lines } }
    package init(proto: ProtoCallResponse) throws(WireError) { self.init(lines: proto.lines) }
}
