import GridRecords
import GridSync
import GridWire

/// What holds for every message that can be read: what was written from it reads the same, in both formats.
enum WireLaws {
    static func syncRequest(_ bytes: [UInt8], as format: WireFormat) -> String? {
        guard let request = try? Wire.decode(SyncRequest.self, from: bytes, as: format) else { return nil }
        let canonical = request.changesets.map(\.changeset.canonicalBytes)
        for body in canonical {
            guard let changeset = try? Changeset(canonical: body) else {
                return "the canonical form of a changeset that was taken is refused"
            }
            if changeset.canonicalBytes != body { return "a canonical form is written differently once it was read" }
        }
        for other in WireFormat.allCases {
            let written = Wire.encode(request, as: other)
            guard let back = try? Wire.decode(SyncRequest.self, from: written, as: other) else {
                return "a request that was taken is refused as \(other.rawValue)"
            }
            if back.changesets.map(\.changeset.canonicalBytes) != canonical {
                return "a changeset has another canonical form after \(other.rawValue)"
            }
            if Wire.encode(back, as: other) != written { return "a request changes by way of \(other.rawValue)" }
            if Wire.encode(back, as: format) != Wire.encode(request, as: format) {
                return "a request is another one after \(other.rawValue)"
            }
        }
        return nil
    }

    /// In the same format alone: a page of protobuf carries records as they are stored, which JSON has to read.
    static func syncResponse(_ bytes: [UInt8], as format: WireFormat) -> String? {
        guard let response = try? Wire.decode(SyncResponse.self, from: bytes, as: format) else { return nil }
        for record in response.page?.records ?? [] {
            if let breach = StoredLaws.recordRow(record) { return breach }
        }
        return stable(response, formats: [format])
    }

    static func message(_ bytes: [UInt8], as format: WireFormat) -> String? {
        guard let choice = bytes.first else { return nil }
        let body = Array(bytes.dropFirst())
        return switch choice % 7 {
        case 0: law(EnrolRequest.self, body, format)
        case 1: law(Enrolment.self, body, format)
        case 2: law(ChainRequest.self, body, format)
        case 3: law(ChainResponse.self, body, format)
        case 4: law(DescendRequest.self, body, format)
        case 5: law(CallRequest.self, body, format)
        default: law(CallResponse.self, body, format)
        }
    }

    private static func law(_ type: (some WireMessage).Type, _ bytes: [UInt8], _ format: WireFormat) -> String? {
        guard let message = try? Wire.decode(type, from: bytes, as: format) else { return nil }
        return stable(message, formats: WireFormat.allCases)
    }

    private static func stable<Message: WireMessage>(_ message: Message, formats: [WireFormat]) -> String? {
        for format in formats {
            let written = Wire.encode(message, as: format)
            guard let back = try? Wire.decode(Message.self, from: written, as: format) else {
                return "a \(Message.self) that was taken is refused as \(format.rawValue)"
            }
            for other in formats where Wire.encode(back, as: other) != Wire.encode(message, as: other) {
                return "a \(Message.self) is another one after \(format.rawValue), as \(other.rawValue) shows"
            }
        }
        return nil
    }
}
