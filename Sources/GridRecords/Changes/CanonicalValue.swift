/// Values as canonical bytes: one tag, a 4-byte length, the payload. SPEC, section "Canonical form".
extension CanonicalWriter {
    /// Nil is written as the tag 0 without a payload: removed, or not there.
    package mutating func append(_ value: FieldValue?) {
        guard let value else {
            append(UInt8(0))
            append(UInt32(0))
            return
        }
        let place = bytes.count
        append(UInt8(0))
        let tag = append(measured: { $0.appendPayload(of: value) })
        replace(at: place, by: tag)
    }

    private mutating func appendPayload(of value: FieldValue) -> UInt8 {
        switch value {
        case .text(let text): append(raw: text.utf8); return 1
        case .int(let number): append(number); return 2
        case .decimal(let number): append(number.units); append(number.scale); return 3
        case .money(let fen): append(fen); return 4
        case .bool(let flag): append(UInt8(flag ? 1 : 0)); return 5
        case .date(let date): append(Int64(date.dayNumber)); return 6
        case .timestamp(let time): append(time); return 7
        case .code(let code): append(raw: code.utf8); return 8
        case .point(let point): append(point); return 9
        case .reference(let record): append(record.bits); return 10
        case .composite(let composite): append(composite); return 11
        case .attachment(let attachment): append(attachment); return 12
        case .sealed(let sealed): append(sealed); return 13
        case .opaque(let tag, let bytes): append(raw: bytes); return tag
        }
    }

    private mutating func append(_ time: Timestamp) {
        append(time.milliseconds)
        append(UInt16(bitPattern: time.offsetMinutes))
    }

    private mutating func append(_ point: GeoPoint) {
        append(point.longitude)
        append(point.latitude)
        append(point.accuracyCentimetres ?? -1)
        append(lengthPrefixed: point.system.rawValue)
        append(lengthPrefixed: point.source.rawValue)
    }

    private mutating func append(_ composite: Composite) {
        append(UInt32(composite.parts.count))
        for part in composite.parts {
            append(lengthPrefixed: part.name)
            append(part.value)
        }
    }

    private mutating func append(_ attachment: Attachment) {
        append(raw: attachment.sha256)
        append(attachment.size)
        append(lengthPrefixed: attachment.mime.utf8)
        append(UInt8(attachment.takenAt == nil ? 0 : 1))
        if let time = attachment.takenAt { append(time) }
    }

    private mutating func append(_ sealed: SealedValue) {
        append(lengthPrefixed: sealed.lastFour.utf8)
        append(UInt8(sealed.isChecksumValid.map { $0 ? 1 : 0 } ?? 2))
        append(lengthPrefixed: sealed.token)
        append(lengthPrefixed: sealed.box)
    }
}

extension CanonicalReader {
    /// Nil for the tag 0. A payload longer than its type needs is refused; an unknown tag is kept as it is.
    package mutating func value(depth: Int = 0) throws(CanonicalError) -> FieldValue? {
        guard depth <= Limits.compositeDepth else { throw failure("composites at most \(Limits.compositeDepth) deep") }
        let tag = try byte()
        let payload = try lengthPrefixed()
        var reader = CanonicalReader(payload)
        let value = try reader.payload(tag: tag, all: payload, depth: depth)
        guard reader.isAtEnd else { throw failure("a payload of the length its type has") }
        return value
    }

    private mutating func payload(tag: UInt8, all: ArraySlice<UInt8>, depth: Int) throws(CanonicalError) -> FieldValue?
    {
        switch tag {
        case 0: return nil
        case 1: return .text(Text(try rest(all)))
        case 2: return .int(try int64())
        case 3:
            let units = try int64()
            let scale = try byte()
            let number = FixedPoint(units: units, scale: min(scale, 9))
            guard number.scale == scale else { throw failure("a decimal without trailing zeros, at most 9 places") }
            return .decimal(number)
        case 4: return .money(try int64())
        case 5:
            let flag = try byte()
            guard flag < 2 else { throw failure("0 or 1") }
            return .bool(flag == 1)
        case 6:
            guard let day = Int32(exactly: try int64()) else { throw failure("a day number") }
            return .date(CalendarDate(dayNumber: day))
        case 7: return .timestamp(try timestamp())
        case 8: return .code(Text(try rest(all)))
        case 9: return .point(try point())
        case 10:
            guard let record = RecordID(bytes: try raw(16)) else { throw failure("16 bytes") }
            return .reference(record)
        case 11: return .composite(try composite(depth: depth))
        case 12: return .attachment(try attachment())
        case 13: return .sealed(try sealed())
        default: return .opaque(tag: tag, bytes: Array(try raw(all.count)))
        }
    }

    private mutating func rest(_ all: ArraySlice<UInt8>) throws(CanonicalError) -> String {
        guard let text = String(utf8: try raw(all.count)) else { throw failure("UTF-8") }
        return text
    }

    private mutating func timestamp() throws(CanonicalError) -> Timestamp {
        let milliseconds = try int64()
        guard (-Limits.timeMilliseconds...Limits.timeMilliseconds).contains(milliseconds) else {
            throw failure("a time within 142,000 years of 1970")
        }
        return Timestamp(milliseconds: milliseconds, offsetMinutes: Int16(bitPattern: try uint16()))
    }

    private mutating func point() throws(CanonicalError) -> GeoPoint {
        let longitude = try int64()
        let latitude = try int64()
        let accuracy = try int64()
        guard let system = GeoPoint.System(rawValue: try text()), let source = GeoPoint.Source(rawValue: try text())
        else { throw failure("a known coordinate system and source") }
        guard accuracy >= -1 else { throw failure("an accuracy, or -1 for none") }
        return GeoPoint(
            longitude: longitude, latitude: latitude, system: system,
            accuracyCentimetres: accuracy < 0 ? nil : accuracy, source: source)
    }

    private mutating func composite(depth: Int) throws(CanonicalError) -> Composite {
        let count = try count(ofSize: 9)
        guard count <= Limits.compositeParts else { throw failure("at most \(Limits.compositeParts) parts") }
        var parts: [Composite.Part] = []
        for _ in 0..<count {
            let name = try text()
            guard let value = try value(depth: depth + 1) else { throw failure("a value for each part") }
            if let last = parts.last, !last.name.utf8.lexicographicallyPrecedes(name.utf8) {
                throw failure("parts sorted by name, each once")
            }
            parts.append(Composite.Part(name: name, value: value))
        }
        return Composite(parts)
    }

    private mutating func attachment() throws(CanonicalError) -> Attachment {
        let hash = Array(try raw(32))
        let size = try int64()
        let mime = Text(try text())
        let flag = try byte()
        guard flag < 2 else { throw failure("0 or 1") }
        let takenAt: Timestamp? = flag == 0 ? nil : try timestamp()
        return Attachment(sha256: hash, size: size, mime: mime, takenAt: takenAt)
    }

    private mutating func sealed() throws(CanonicalError) -> SealedValue {
        let lastFour = Text(try text())
        let flag = try byte()
        guard flag < 3 else { throw failure("0, 1 or 2") }
        let token = Array(try lengthPrefixed())
        let box = Array(try lengthPrefixed())
        return SealedValue(
            lastFour: lastFour, isChecksumValid: flag == 2 ? nil : flag == 1, token: token, box: box)
    }
}
