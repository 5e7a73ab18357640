/// One value of a field. Equal values are equal bytes in the canonical form, and only those.
package indirect enum FieldValue: Hashable, Sendable {
    case text(Text)
    case int(Int64)
    case decimal(FixedPoint)
    /// Whole fen, a hundredth of a yuan.
    case money(Int64)
    case bool(Bool)
    case date(CalendarDate)
    case timestamp(Timestamp)
    case code(Text)
    case point(GeoPoint)
    case reference(RecordID)
    case composite(Composite)
    case attachment(Attachment)
    case sealed(SealedValue)
    /// A value of a type that this version does not know, kept word for word.
    case opaque(tag: UInt8, bytes: [UInt8])
}

/// A number with a fixed count of decimal places, normalised so that equal numbers are equal values.
package struct FixedPoint: Hashable, Sendable {
    /// The number times ten to the power of `scale`.
    package let units: Int64
    /// Decimal places, 0 to 9, as few as hold the number.
    package let scale: UInt8

    package init(units: Int64, scale: UInt8) {
        var units = units
        var scale = scale
        while scale > 0, units % 10 == 0 {
            units /= 10
            scale -= 1
        }
        self.units = units
        self.scale = scale
    }
}

/// An instant with the offset of the zone in which it was told.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package let milliseconds: Int64
    /// Minutes east of UTC, -1,080 to 1,080.
    package let offsetMinutes: Int16

    package init(milliseconds: Int64, offsetMinutes: Int16) {
        self.milliseconds = milliseconds
        self.offsetMinutes = offsetMinutes
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds != right.milliseconds
            ? left.milliseconds < right.milliseconds : left.offsetMinutes < right.offsetMinutes
    }
}

/// A place on earth as it was measured, in the coordinate system in which it was measured.
package struct GeoPoint: Hashable, Sendable {
    package enum System: String, CaseIterable, Sendable { case wgs84, cgcs2000, gcj02, bd09 }
    package enum Source: String, CaseIterable, Sendable { case gps, mapPick = "map_pick", address }

    /// Degrees east times 10^9.
    package let longitude: Int64
    /// Degrees north times 10^9.
    package let latitude: Int64
    package let system: System
    /// Radius of the error in centimetres; nil when nobody measured it.
    package let accuracyCentimetres: Int64?
    package let source: Source

    package init(longitude: Int64, latitude: Int64, system: System, accuracyCentimetres: Int64?, source: Source) {
        self.longitude = longitude
        self.latitude = latitude
        self.system = system
        self.accuracyCentimetres = accuracyCentimetres
        self.source = source
    }
}

/// Fields that only make sense together, written and merged as one. Parts sorted by name, each once.
package struct Composite: Hashable, Sendable {
    package struct Part: Hashable, Sendable {
        /// Compared by its bytes.
        package var name: String { key.string }
        package let value: FieldValue
        fileprivate let key: Text

        package init(name: String, value: FieldValue) {
            key = Text(name)
            self.value = value
        }
    }

    package let parts: [Part]

    /// Takes parts in any order; of a name given twice the last counts.
    package init(_ parts: some Sequence<Part>) {
        let given = Array(parts)
        // What was stored is sorted already.
        if zip(given, given.dropFirst()).allSatisfy({ $0.key < $1.key }) {
            self.parts = given
            return
        }
        var byName: [Text: Part] = [:]
        for part in given { byName[part.key] = part }
        self.parts = byName.values.sorted { $0.key < $1.key }
    }

    package subscript(name: String) -> FieldValue? { parts.first { $0.key == Text(name) }?.value }
}

/// Bytes kept beside the record and named by their hash, so that a record never waits for a photo.
package struct Attachment: Hashable, Sendable {
    /// SHA-256 of the bytes, 32 bytes.
    package let sha256: [UInt8]
    /// Size in bytes.
    package let size: Int64
    package let mime: Text
    package let takenAt: Timestamp?

    package init(sha256: [UInt8], size: Int64, mime: Text, takenAt: Timestamp?) {
        self.sha256 = sha256
        self.size = size
        self.mime = mime
        self.takenAt = takenAt
    }
}

/// An identity number as everything but the sealed table knows it: that one is there and how it ends.
///
/// On the device `box` holds the number encrypted to the hub's public key; the hub moves the box into its sealed
/// table and fills in `token`, a keyed hash that lets equal numbers be recognised as equal.
package struct SealedValue: Hashable, Sendable {
    package let lastFour: Text
    /// Whether the checksum held where the number was entered; nil when it has none.
    package let isChecksumValid: Bool?
    package let token: [UInt8]
    package let box: [UInt8]

    package init(lastFour: Text, isChecksumValid: Bool?, token: [UInt8], box: [UInt8]) {
        self.lastFour = lastFour
        self.isChecksumValid = isChecksumValid
        self.token = token
        self.box = box
    }
}
