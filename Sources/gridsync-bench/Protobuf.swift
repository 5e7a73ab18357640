/// The fields of a protobuf message, read only so far as to know how many bytes each takes.
struct ProtobufFields {
    private(set) var fields: [(number: Int, payload: ArraySlice<UInt8>, size: Int)] = []

    struct Broken: Error {}

    init(_ bytes: ArraySlice<UInt8>) throws {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let start = index
            let key = try ProtobufFields.varint(bytes, &index)
            var length = 0
            switch key & 7 {
            case 0: _ = try ProtobufFields.varint(bytes, &index)
            case 1: length = 8
            case 2: length = Int(truncatingIfNeeded: try ProtobufFields.varint(bytes, &index))
            case 5: length = 4
            default: throw Broken()
            }
            guard length >= 0, length <= bytes.endIndex - index else { throw Broken() }
            fields.append((Int(key >> 3), bytes[index..<(index + length)], index + length - start))
            index += length
        }
    }

    /// Bytes of these fields together, their keys and lengths included.
    func size(of numbers: Set<Int>) -> Int { fields.reduce(0) { $0 + (numbers.contains($1.number) ? $1.size : 0) } }

    func payloads(of number: Int) -> [ArraySlice<UInt8>] { fields.filter { $0.number == number }.map(\.payload) }

    private static func varint(_ bytes: ArraySlice<UInt8>, _ index: inout Int) throws -> UInt64 {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while index < bytes.endIndex, shift < 64 {
            let byte = bytes[index]
            index += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw Broken()
    }
}
