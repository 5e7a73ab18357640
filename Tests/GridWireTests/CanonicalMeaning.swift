import GridCausality
import GridRecords

/// What a vector says, for readers without a decoder. `Protocol/vectors/README.md` describes the shape.
extension Changeset {
    var meaning: JSONValue {
        var members: [String: JSONValue] = [
            "author": .string(author.text), "catalogue": .string(catalogueVersion),
            "changes": .array(changes.map(\.meaning)), "dot": dot.meaning, "offset": .integer(Int64(offsetMinutes)),
            "salt": .string(Hexadecimal.encode(salt)), "time": .integer(deviceTime),
        ]
        if let origin {
            members["origin"] = [
                origin.dot.meaning, .string(origin.onBehalfOf?.text ?? ""),
                origin.effectiveTime.map { .integer($0) } ?? .null,
            ]
        }
        if !unknownFields.isEmpty {
            members["unknown"] = .array(
                unknownFields.map { [.integer(Int64($0.number)), .string(Hexadecimal.encode($0.bytes))] })
        }
        return .object(members)
    }
}

extension Dot {
    fileprivate var meaning: JSONValue { [.string(replica.hex), .integer(Int64(counter))] }
}

extension Change {
    fileprivate var meaning: JSONValue {
        [
            "record": .string(Hexadecimal.encode(record.bytes)), "kind": .string(kind),
            "epoch": .string(epoch.description),
            "flags": .integer((isResolution ? 1 : 0) + (isCreation ? 2 : 0)), "context": context.json,
            "keeps": .array(keeps.map { [.string($0.path.text), $0.dot.meaning] }),
            "writes": .array(
                writes.map { [.string($0.path.text), $0.value?.meaning ?? .null, $0.from?.meaning ?? .null] }),
        ]
    }
}

extension FieldValue {
    fileprivate var meaning: JSONValue {
        switch self {
        case .text(let text): ["text", .string(text.string)]
        case .code(let code): ["code", .string(code.string)]
        case .int(let number): ["int", [.integer(number)]]
        case .money(let fen): ["money", [.integer(fen)]]
        case .decimal(let number): ["decimal", [.integer(number.units), .integer(Int64(number.scale))]]
        case .bool(let flag): ["bool", [.integer(flag ? 1 : 0)]]
        case .date(let date): ["date", [.integer(Int64(date.dayNumber))]]
        case .timestamp(let time):
            ["timestamp", [.integer(time.milliseconds), .integer(Int64(time.offsetMinutes))]]
        case .composite(let composite):
            [
                "composite",
                .object(Dictionary(composite.parts.map { ($0.name, $0.value.meaning) }, uniquingKeysWith: { $1 })),
            ]
        case .point: ["point", .string(payload)]
        case .reference: ["reference", .string(payload)]
        case .attachment: ["attachment", .string(payload)]
        case .sealed: ["sealed", .string(payload)]
        case .opaque(let tag, _): [.string(String(tag)), .string(payload)]
        }
    }

    /// The canonical bytes behind the tag and the length.
    private var payload: String {
        var writer = CanonicalWriter()
        writer.append(self)
        return Hexadecimal.encode(writer.bytes.dropFirst(5))
    }
}
