import GridCausality

/// What a record says at the fields of one of its kind's natural keys.
package struct RecordKey: Hashable, Sendable {
    /// By what sealed numbers are compared.
    package enum Sealing: Sendable {
        /// By the keyed hash that only the hub can make; a number that it could not open equals none.
        case token
        /// By the last four characters, all that a device knows; other fields must speak for it too.
        case lastFour
    }

    package let record: RecordID
    package let kind: String
    /// Which of the kind's natural keys, from 0.
    package let number: Int
    /// Canonical bytes of the values compared: equal exactly when these count as equal.
    package let values: [UInt8]
    /// Milliseconds since 1970; nil for a key without a window.
    package let time: Int64?
    /// Nil for a key without nearness.
    package let place: GeoPoint?

    package init(record: RecordID, kind: String, number: Int, values: [UInt8], time: Int64?, place: GeoPoint?) {
        self.record = record
        self.kind = kind
        self.number = number
        self.values = values
        self.time = time
        self.place = place
    }

    /// Whether both records mean the same thing by this key. Symmetric; never true of a record and itself.
    package func matches(_ other: RecordKey, _ key: NaturalKey) -> Bool {
        guard record != other.record, number == other.number, kind.equalsInBytes(other.kind), values == other.values
        else { return false }
        if let window = key.window {
            guard let time, let later = other.time, time.distance(to: later).magnitude <= window.milliseconds.magnitude
            else { return false }
        }
        if let nearness = key.nearness {
            guard let place, let far = other.place, place.isNearer(than: Double(nearness.metres), to: far) else {
                return false
            }
        }
        return true
    }
}

extension Record {
    /// The keys by which others may turn out to be the same, by number; at most one for each natural key.
    ///
    /// None for a record that is deleted or stands for another already. In a dispute the value shown counts.
    package func keys(_ catalogue: Catalogue, sealing: RecordKey.Sealing) -> [RecordKey] {
        guard let kind = catalogue.kind(kind), !kind.naturalKeys.isEmpty, !isDeleted, aliases.isEmpty else { return [] }
        return kind.naturalKeys.enumerated().compactMap { number, key in
            // With tokens, number and name say nothing that the number alone does not say.
            if sealing == .token, kind.naturalKeys.contains(where: { key.isFiner(than: $0) }) { return nil }
            return self.key(key, number: number, of: kind, sealing: sealing)
        }
    }

    private func key(
        _ key: NaturalKey, number: Int, of kind: KindDefinition, sealing: RecordKey.Sealing
    ) -> RecordKey? {
        var writer = CanonicalWriter()
        var isTelling = false
        for name in key.fields {
            guard let field = kind.field(name), let value = shown(field, of: kind),
                let comparable = value.comparable(in: field, sealing: sealing)
            else { return nil }
            if sealing == .token || field.sensitivity != .sealed { isTelling = true }
            writer.append(comparable)
        }
        guard isTelling else { return nil }
        var time: Int64?
        if let window = key.window {
            guard let field = kind.field(window.field), let value = shown(field, of: kind)?.instant else { return nil }
            time = value
        }
        var place: GeoPoint?
        if let nearness = key.nearness {
            guard let field = kind.field(nearness.field), case .point(let point)? = shown(field, of: kind) else {
                return nil
            }
            place = point
        }
        return RecordKey(
            record: id, kind: self.kind, number: number, values: writer.bytes, time: time, place: place)
    }

    /// What a field shows, without reading the rest of the record.
    private func shown(_ field: FieldDefinition, of kind: KindDefinition) -> FieldValue? {
        let claims = claims(at: .field(field.id))
        if claims.count == 1 { return claims[0].value }
        return claims.isEmpty ? nil : MergePolicy(field, of: kind).shown(claims).value
    }
}

extension FieldValue {
    /// The value as keys compare it: text without width, case and white space; nil where it tells nothing.
    fileprivate func comparable(in field: FieldDefinition, sealing: RecordKey.Sealing) -> FieldValue? {
        switch self {
        case .text(let text):
            let normalisation = Agreement(field.policy).normalisation ?? .widthSpace
            let plain = Agreement(normalisation: normalisation).normalised(text)
            return plain.string.isEmpty ? nil : .text(plain)
        case .sealed(let sealed):
            switch sealing {
            case .token: return sealed.token.isEmpty ? nil : .opaque(tag: 0xFF, bytes: sealed.token)
            case .lastFour: return sealed.lastFour.string.isEmpty ? nil : .text(sealed.lastFour)
            }
        default: return self
        }
    }

    /// Milliseconds since 1970; of a date its first instant in Shanghai.
    fileprivate var instant: Int64? {
        switch self {
        case .timestamp(let time): time.milliseconds
        case .date(let date): Int64(date.dayNumber) * 86_400_000 - Int64(Timestamp.shanghaiOffsetMinutes) * 60_000
        default: nil
        }
    }
}
