import GridRecords
import SwiftProtobuf

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Fields of a changeset that this version does not know: they belong to its canonical form and go on as they came.
enum UnknownFields {
    /// The highest field number that this version knows in a changeset.
    static let highestKnown: UInt64 = 20

    /// Whether the bytes are protobuf fields of that number alone, which this version does not know.
    static func isWhole(_ field: Changeset.UnknownField) -> Bool {
        guard UInt64(field.number) > highestKnown, !field.bytes.isEmpty else { return false }
        var scan = ProtobufScan(field.bytes[...])
        do {
            while let next = try scan.next() {
                if next.number != UInt64(field.number) { return false }
            }
            return true
        } catch { return false }
    }

    /// One entry for each number, with all its occurrences joined in their order.
    static func read(_ message: ProtoChangeset) throws(WireError) -> [Changeset.UnknownField] {
        guard !message.unknownFields.data.isEmpty || !message.unknown.isEmpty else { return [] }
        var byNumber: [UInt32: [UInt8]] = [:]
        var scan = ProtobufScan([UInt8](message.unknownFields.data)[...])
        while let field = try scan.next() { byNumber[UInt32(field.number), default: []] += field.raw }
        for field in message.unknown {
            guard byNumber[field.number] == nil else { throw .malformed("each unknown field once") }
            byNumber[field.number] = [UInt8](field.bytes)
        }
        return byNumber.map { Changeset.UnknownField(number: $0.key, bytes: $0.value) }
            .sorted { $0.number < $1.number }
    }
}
