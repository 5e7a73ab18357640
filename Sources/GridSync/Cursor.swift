package import GridRecords

/// Where a device stands in the feed: opaque to it, authenticated and bound to it and to the epoch.
package struct Cursor: Hashable, Sendable {
    package struct AreaPosition: Hashable, Sendable {
        package let area: AreaCode
        package var position: UInt64

        package init(area: AreaCode, position: UInt64) {
            self.area = area
            self.position = position
        }
    }

    package var device: DeviceID
    package var epoch: EpochID
    /// For each assigned area the commit up to which it was sent; sorted by area.
    package var areas: [AreaPosition]
    /// The commit at which the page was read, and the hub's commit chain there: a hub that went back does not hold it.
    package var position: UInt64
    package var commitChain: [UInt8]
    /// The last item of news that was sent.
    package var news: UInt64

    package init(
        device: DeviceID, epoch: EpochID, areas: [AreaPosition], position: UInt64, commitChain: [UInt8], news: UInt64
    ) {
        self.device = device
        self.epoch = epoch
        self.areas = areas.sorted { $0.area < $1.area }
        self.position = position
        self.commitChain = commitChain
        self.news = news
    }

    /// An area that the cursor does not name starts at 0.
    package func position(of area: AreaCode) -> UInt64 { areas.first { $0.area == area }?.position ?? 0 }

    /// Canonical bytes with a 16-byte tag that only the hub can make.
    package func sealed(mac: ([UInt8]) -> [UInt8]) -> [UInt8] {
        var writer = CanonicalWriter()
        writer.append(UInt8(1))
        writer.append(lengthPrefixed: device.text)
        writer.append(epoch.bits)
        writer.append(position)
        writer.append(lengthPrefixed: commitChain)
        writer.append(news)
        writer.append(UInt32(areas.count))
        for area in areas {
            writer.append(lengthPrefixed: area.area.text)
            writer.append(area.position)
        }
        let body = writer.bytes
        return body + mac(body).prefix(16)
    }

    /// Nil for bytes that this hub did not make.
    package init?(sealed bytes: [UInt8], mac: ([UInt8]) -> [UInt8]) {
        guard bytes.count > 16 else { return nil }
        let body = Array(bytes.dropLast(16))
        let expected = mac(body).prefix(16)
        var difference: UInt8 = 0
        for (left, right) in zip(expected, bytes.suffix(16)) { difference |= left ^ right }
        guard difference == 0, let cursor = try? Cursor(body: body) else { return nil }
        self = cursor
    }

    private init(body: [UInt8]) throws(CanonicalError) {
        var reader = CanonicalReader(body)
        guard try reader.byte() == 1 else { throw reader.failure("version 1") }
        let device = DeviceID(try reader.text())
        guard let epoch = EpochID(bytes: try reader.raw(16)) else { throw reader.failure("16 bytes") }
        let position = try reader.uint64()
        let chain = Array(try reader.lengthPrefixed())
        let news = try reader.uint64()
        var areas: [AreaPosition] = []
        for _ in 0..<(try reader.count(ofSize: 12)) {
            areas.append(AreaPosition(area: AreaCode(try reader.text()), position: try reader.uint64()))
        }
        self.init(
            device: device, epoch: epoch, areas: areas, position: position, commitChain: chain, news: news)
    }
}
