import GridCausality

/// Values as JSON, as every export, listing and console shows them.
extension FieldValue {
    /// Needs no definition: money is whole fen, a date and a timestamp text, a point and a composite an object; a
    /// sealed value says only that one is there and how it ends.
    package var json: JSONValue {
        switch self {
        case .text(let text), .code(let text): .string(text.string)
        case .int(let number), .money(let number): .integer(number)
        case .decimal(let number): number.json
        case .bool(let flag): .bool(flag)
        case .date(let date): .string(date.text)
        case .timestamp(let time): .string(time.text)
        case .point(let point): point.json
        case .reference(let record): .string(record.text)
        case .composite(let composite):
            .object(Dictionary(composite.parts.map { ($0.name, $0.value.json) }, uniquingKeysWith: { $1 }))
        case .attachment(let attachment): attachment.json
        case .sealed(let sealed): sealed.json
        case .opaque(let tag, let bytes):
            .object(["opaque": .integer(Int64(tag)), "hex": .string(Hexadecimal.encode(bytes))])
        }
    }
}

extension FixedPoint {
    package var json: JSONValue { scale == 0 ? .integer(units) : .decimal(units: units, scale: Int(scale)) }
}

extension GeoPoint {
    /// `{"lon","lat","crs","accuracy_m"?,"source"}`, degrees and metres as exact numbers.
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "lon": FixedPoint(units: longitude, scale: 9).json, "lat": FixedPoint(units: latitude, scale: 9).json,
            "crs": .string(system.rawValue), "source": .string(source.rawValue),
        ]
        if let accuracyCentimetres { members["accuracy_m"] = FixedPoint(units: accuracyCentimetres, scale: 2).json }
        return .object(members)
    }
}

extension Attachment {
    /// `{"sha256","size","mime","taken_at"?}`.
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "sha256": .string(Hexadecimal.encode(sha256)), "size": .integer(size), "mime": .string(mime.string),
        ]
        if let takenAt { members["taken_at"] = .string(takenAt.text) }
        return .object(members)
    }
}

extension SealedValue {
    /// `{"sealed":true,"last4"?,"valid":false?}`.
    package var json: JSONValue {
        var members: [String: JSONValue] = ["sealed": true]
        if !lastFour.isEmpty { members["last4"] = .string(lastFour.string) }
        if isChecksumValid == false { members["valid"] = false }
        return .object(members)
    }
}
