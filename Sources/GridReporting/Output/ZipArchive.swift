/// A ZIP archive whose members are stored as they are (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16).
///
/// Equal members make equal bytes: each is dated 1980-01-01, the first day that the format knows. Names are ASCII,
/// members at most 65,535, the whole under 4 GiB.
struct ZipArchive {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    mutating func add(_ name: String, _ content: [UInt8]) {
        let start = body.count
        var entry: [UInt8] = []
        entry.append(number: 20, bytes: 2)  // needs version 2.0
        entry.append(number: 0, bytes: 2)  // no flags
        entry.append(number: 0, bytes: 2)  // stored
        entry.append(number: 0, bytes: 2)  // 00:00
        entry.append(number: 0x21, bytes: 2)  // 1980-01-01
        entry.append(number: Int(ZipArchive.checksum(content)), bytes: 4)
        entry.append(number: content.count, bytes: 4)
        entry.append(number: content.count, bytes: 4)
        entry.append(number: name.utf8.count, bytes: 2)
        entry.append(number: 0, bytes: 2)  // no extra field
        body += ZipArchive.signature(3, 4) + entry + name.utf8 + content
        directory += ZipArchive.signature(1, 2)
        directory.append(number: 20, bytes: 2)  // made by version 2.0
        directory += entry
        directory.append(number: 0, bytes: 10)  // no comment, first disk, no attributes
        directory.append(number: start, bytes: 4)
        directory += name.utf8
        count += 1
    }

    /// The archive of what was added so far.
    var bytes: [UInt8] {
        var end = ZipArchive.signature(5, 6)
        end.append(number: 0, bytes: 4)  // the one disk
        end.append(number: count, bytes: 2)
        end.append(number: count, bytes: 2)
        end.append(number: directory.count, bytes: 4)
        end.append(number: body.count, bytes: 4)
        end.append(number: 0, bytes: 2)  // no comment
        return body + directory + end
    }

    private static func signature(_ first: UInt8, _ second: UInt8) -> [UInt8] { Array("PK".utf8) + [first, second] }

    /// CRC-32 (ISO/IEC 13239, as ISO 3309 had it).
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { sum, byte in table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8 }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ sum >> 1 : sum >> 1 }
    }
}

extension [UInt8] {
    /// The lowest bytes of a number, least significant first.
    fileprivate mutating func append(number: Int, bytes: Int) {
        for place in 0..<bytes { append(UInt8(truncatingIfNeeded: place < 8 ? number >> (8 * place) : 0)) }
    }
}
