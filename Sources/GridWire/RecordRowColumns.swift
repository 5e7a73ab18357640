import GridRecords

/// The message `RecordRow`, read straight from its bytes into its columns (written by `RecordRowWriter`).
///
/// Rows are read and written far more often than all else, and the generated message was a sixth of
/// what a simulated county took (`DESIGN.md`, "Rows without the generated message").
struct RecordRowColumns: Equatable {
    var id: ArraySlice<UInt8> = []
    var kind = ""
    var replicas: ArraySlice<UInt8> = []
    var authors: [String] = []
    var devices: [String] = []
    var contextReplicas: [UInt32] = []
    var contextCounters: [UInt64] = []
    var dotReplicas: [UInt32] = []
    var dotCounters: [UInt64] = []
    var dotAuthors: [UInt32] = []
    var dotDevices: [UInt32] = []
    var deviceTimes: [Int64] = []
    var effectiveTimes: [Int64] = []
    var clockOffsets: [Int64] = []
    var observedDots: [UInt32] = []
    var observedTimes: [Int64] = []
    var unstampedDots: [UInt32] = []
    var paths: [String] = []
    var siblingCounts: [UInt32] = []
    var siblingDots: [UInt32] = []
    var values: ArraySlice<UInt8> = []
    var fromSiblings: [UInt32] = []
    var froms: ArraySlice<UInt8> = []
    var unmetPaths: [String] = []
    var unmetSizes: [UInt32] = []
    var unmetReplicas: [UInt32] = []
    var unmetCounters: [UInt64] = []
    var basePaths: [String] = []
    var bases: ArraySlice<UInt8> = []
    var unmetKeptSizes: [UInt32] = []
    var unmetKeptReplicas: [UInt32] = []
    var unmetKeptCounters: [UInt64] = []
    var creation: ArraySlice<UInt8> = []
}

// MARK: - Reading

extension RecordRowColumns {
    /// How many texts one row may have in a column.
    private static let maximumTexts = 65_536

    /// Fields that are not known, or come as another wire type than theirs, are passed over, as protobuf asks.
    init(_ bytes: [UInt8]) throws(WireError) {
        guard bytes.count <= Wire.answerBytes else { throw .tooLarge("a body of at most \(Wire.answerBytes) bytes") }
        var scan = ProtobufScan(bytes[...])
        while let field = try scan.next() { try take(field) }
    }

    private mutating func take(_ field: ProtobufScan.Field) throws(WireError) {
        switch field.number {
        case 1: id = field.content ?? id
        case 2: if let content = field.content { kind = try RecordRowColumns.text(content) }
        case 3: replicas = field.content ?? replicas
        case 4: try RecordRowColumns.append(field, to: &authors, "authors")
        case 5: try RecordRowColumns.append(field, to: &devices, "devices")
        case 6: try field.append(to: &contextReplicas)
        case 7: try field.append(to: &contextCounters)
        case 8: try field.append(to: &dotReplicas)
        case 9: try field.append(to: &dotCounters)
        case 10: try field.append(to: &dotAuthors)
        case 11: try field.append(to: &dotDevices)
        case 12: try field.append(to: &deviceTimes)
        case 13: try field.append(to: &effectiveTimes)
        case 14: try field.append(to: &clockOffsets)
        case 15: try field.append(to: &observedDots)
        case 16: try field.append(to: &observedTimes)
        case 17: try field.append(to: &unstampedDots)
        case 18: try RecordRowColumns.append(field, to: &paths, "paths")
        case 19: try field.append(to: &siblingCounts)
        case 20: try field.append(to: &siblingDots)
        case 21: values = field.content ?? values
        case 22: try field.append(to: &fromSiblings)
        case 23: froms = field.content ?? froms
        case 24: try RecordRowColumns.append(field, to: &unmetPaths, "covers")
        case 25: try field.append(to: &unmetSizes)
        case 26: try field.append(to: &unmetReplicas)
        case 27: try field.append(to: &unmetCounters)
        case 28: try RecordRowColumns.append(field, to: &basePaths, "bases")
        case 29: bases = field.content ?? bases
        case 30: try field.append(to: &unmetKeptSizes)
        case 31: try field.append(to: &unmetKeptReplicas)
        case 32: try field.append(to: &unmetKeptCounters)
        case 33: creation = field.content ?? creation
        default: break
        }
    }

    private static func append(
        _ field: ProtobufScan.Field, to texts: inout [String], _ name: String
    ) throws(WireError) {
        guard let content = field.content else { return }
        guard texts.count < maximumTexts else { throw .tooLarge("at most \(maximumTexts) \(name)") }
        texts.append(try text(content))
    }

    private static func text(_ content: ArraySlice<UInt8>) throws(WireError) -> String {
        guard let text = String(utf8: content) else { throw .malformed("UTF-8") }
        return text
    }
}

extension ProtobufScan.Field {
    /// Adds the numbers of a repeated field, packed or one by one.
    fileprivate func append(to column: inout [UInt32]) throws(WireError) {
        try numbers(into: &column) { UInt32(truncatingIfNeeded: $0) }
    }

    fileprivate func append(to column: inout [UInt64]) throws(WireError) { try numbers(into: &column) { $0 } }

    /// `sint64`: zigzag.
    fileprivate func append(to column: inout [Int64]) throws(WireError) {
        try numbers(into: &column) { Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1) }
    }

    @inline(__always)
    private func numbers<Number>(into column: inout [Number], _ number: (UInt64) -> Number) throws(WireError) {
        if let content {
            column.reserveCapacity(column.count + content.count)
            var scan = ProtobufScan(content)
            while !scan.isAtEnd { column.append(number(try scan.varint())) }
        } else if let value {
            column.append(number(value))
        }
    }
}
