import Crypto
import Foundation
import GridCausality
import GridRecords

@testable import GridHub

/// Makes up values that fit a field, few enough that two devices often write the same or almost the same.
struct StoryValues {
    static let areas = ["G1", "G2", "G3"]

    let seed: Seed
    let boxes: StoryBoxes
    private(set) var records: [RecordID] = []

    init(seed: Seed, boxes: StoryBoxes) {
        self.seed = seed
        self.boxes = boxes
    }

    /// A device's time: within three days, often the same for two.
    func time() -> Int64 { HubHarness.start + Int64(seed.number(below: 144)) * 1_800_000 }

    mutating func mintRecord() -> RecordID {
        let id = RecordID(milliseconds: HubHarness.start, random: (high: seed.next(), low: seed.next()))
        records.append(id)
        return id
    }

    /// What one edit of a field writes: the field, or an element of it, or a separate part, or that it be removed.
    func writes(of field: FieldDefinition, isCreation: Bool) -> [Write] {
        let isRemoval = !isCreation && seed.chance(1, of: 6)
        guard field.type.isCollection else {
            return [Write(path: .field(field.id), value: isRemoval ? nil : value(of: field))]
        }
        guard let element = Path("\(field.id)/\(elementID(of: field))") else { return [] }
        if isRemoval { return [Write(path: element, value: nil)] }
        let separate = field.parts.filter(\.isSeparate).compactMap { part in
            element.appending(part.id).map { Write(path: $0, value: value(of: part)) }
        }
        if !isCreation, !separate.isEmpty, seed.chance(2, of: 3) { return [seed.one(of: separate)] }
        return [Write(path: element, value: elementValue(of: field))] + separate
    }

    private func elementID(of field: FieldDefinition) -> String {
        if field.type == .entries { return Hexadecimal.encode(seed.bytes(8)) }
        if field.elementType == .reference { return reference().text }
        if field.type == .codes || !field.codes.isEmpty {
            return field.codes.isEmpty ? seed.one(of: StoryValues.areas) : seed.one(of: field.codes).code.string
        }
        return "e\(seed.number(below: 3))"
    }

    private func elementValue(of field: FieldDefinition) -> FieldValue {
        if field.type == .codes || field.elementType == .reference { return .bool(true) }
        return value(of: field, type: field.elementType ?? .text)
    }

    func value(of field: FieldDefinition) -> FieldValue { value(of: field, type: field.type) }

    private func value(of field: FieldDefinition, type: FieldType) -> FieldValue {
        if field.sensitivity == .sealed { return .sealed(boxes.any(by: seed)) }
        let least = max(field.minimum ?? 0, 0)
        let step = Int64(seed.number(below: 3))
        switch type {
        case .text: return .text(Text(seed.one(of: ["甲 1号", "甲1-", "乙", "丙"])))
        case .int: return .int(least + step)
        case .money: return .money(least + step)
        case .decimal: return .decimal(FixedPoint(units: least + 10 + 3 * step, scale: 0))
        case .bool: return .bool(seed.chance(1, of: 2))
        case .date: return .date(CalendarDate(dayNumber: 20_514 + Int32(seed.number(below: 12))))
        case .timestamp: return .timestamp(.shanghai(milliseconds: time()))
        case .code:
            return .code(field.codes.isEmpty ? Text("G1") : seed.one(of: Array(field.codes.prefix(5))).code)
        case .point:
            return .point(
                GeoPoint(
                    longitude: 119_460_000_000 + [0, 200_000, 3_000_000][Int(step)], latitude: 29_208_000_000,
                    system: .wgs84, accuracyCentimetres: seed.chance(1, of: 3) ? nil : 100 * step, source: .gps))
        case .reference: return .reference(reference())
        case .attachment:
            return .attachment(
                Attachment(
                    sha256: [UInt8](repeating: UInt8(step), count: 32), size: 1000, mime: Text("image/jpeg"),
                    takenAt: nil))
        case .composite, .codes, .set, .list, .entries:
            let parts = field.parts.filter { !$0.isSeparate && ($0.isRequired || seed.chance(1, of: 2)) }
            return .composite(Composite(parts.map { .init(name: $0.id, value: value(of: $0)) }))
        }
    }

    private func reference() -> RecordID {
        records.isEmpty ? RecordID(bits: Bits128(high: 7, low: 7)) : seed.one(of: records)
    }
}

/// Identity numbers sealed to the test hub, and what the hub makes of them.
struct StoryBoxes: Sendable {
    private let sealed: [SealedValue]
    private let tokens: [[UInt8]: [UInt8]]

    init(keys: HubKeys) throws {
        let publicKey = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: keys.sealingPublicKey)
        var sealed: [SealedValue] = []
        var tokens: [[UInt8]: [UInt8]] = [:]
        for (number, isValid) in [("11010519491231002X", true), ("110105194912310021", false)] {
            for _ in 0..<2 {
                var sender = try HPKE.Sender(
                    recipientKey: publicKey, ciphersuite: .Curve25519_SHA256_ChachaPoly,
                    info: Data("gridsync sealed".utf8))
                let box = Array(try sender.seal(Data(number.utf8)))
                let value = SealedValue(
                    lastFour: Text(String(number.suffix(4))), isChecksumValid: isValid, token: [],
                    box: Array(sender.encapsulatedKey) + box)
                sealed.append(value)
                tokens[value.box] = Array(keys.mac(Array(number.utf8), for: .match).prefix(16))
            }
        }
        // One that was sealed to another hub.
        sealed.append(
            SealedValue(lastFour: "0000", isChecksumValid: true, token: [], box: [UInt8](repeating: 9, count: 64)))
        self.sealed = sealed
        self.tokens = tokens
    }

    func any(by seed: Seed) -> SealedValue { seed.one(of: sealed) }

    /// The change as the hub's copy of the record holds it: tokens in place of boxes.
    func opened(_ change: Change) -> Change {
        var change = change
        for index in change.writes.indices { change.writes[index].value = change.writes[index].value.map(opened) }
        return change
    }

    private func opened(_ value: FieldValue) -> FieldValue {
        switch value {
        case .sealed(let sealed):
            .sealed(
                SealedValue(
                    lastFour: sealed.lastFour, isChecksumValid: sealed.isChecksumValid,
                    token: tokens[sealed.box] ?? [], box: []))
        case .composite(let composite):
            .composite(Composite(composite.parts.map { .init(name: $0.name, value: opened($0.value)) }))
        default: value
        }
    }
}
