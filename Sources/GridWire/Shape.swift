import GridRecords

/// How often the parts of a message may occur: counted over its bytes before anything is allocated for them.
package struct Shape: Sendable {
    struct Part: Sendable {
        let name: String
        let maximumCount: Int
        let inner: Shape?
    }

    let maximumBytes: Int
    private let parts: [UInt64: Part]

    /// - Parameter parts: the repeated or nested fields, by number.
    init(maximumBytes: Int = Limits.bodyBytes, _ parts: [UInt64: Part] = [:]) {
        self.maximumBytes = maximumBytes
        self.parts = parts
    }

    /// Walks the fields of one message.
    func check(_ bytes: ArraySlice<UInt8>) throws(WireError) {
        var scan = ProtobufScan(bytes)
        var counts: [UInt64: Int] = [:]
        while let field = try scan.next() {
            guard let part = parts[field.number] else { continue }
            counts[field.number, default: 0] += 1
            guard counts[field.number, default: 0] <= part.maximumCount else {
                throw .tooLarge("at most \(part.maximumCount) \(part.name)")
            }
            if let inner = part.inner, let content = field.content { try inner.check(content) }
        }
    }
}

/// Counts what a JSON text opens, before anything is allocated for it.
enum JSONScan {
    /// Objects in one body.
    static let maximumObjects = 262_144

    static func check(_ bytes: [UInt8]) throws(WireError) {
        var depth = 0
        var objects = 0
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == 0x5C {
                    isEscaped = true
                } else if byte == 0x22 {
                    isInString = false
                }
                continue
            }
            switch byte {
            case 0x22: isInString = true
            case 0x7B, 0x5B:
                depth += 1
                if byte == 0x7B { objects += 1 }
            case 0x7D, 0x5D: depth -= 1
            default: break
            }
            guard depth <= Limits.jsonDepth else { throw .tooLarge("JSON nested at most \(Limits.jsonDepth) deep") }
            guard objects <= maximumObjects else { throw .tooLarge("at most \(maximumObjects) JSON objects") }
        }
    }
}
