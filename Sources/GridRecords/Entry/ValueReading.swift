import GridCausality

/// From JSON to a value of a field's type.
extension FieldDefinition {
    /// Reads the JSON of one value: of a field that is no collection, of one part, or (`asElement`) of one element.
    ///
    /// An identity number comes back as text, normalised; `EntryWrites` seals it. A part that merges on a path of its
    /// own is left out of its composite.
    /// - Parameter path: named in the findings; the field's id unless said.
    package func value(json: JSONValue, asElement: Bool = false, at path: String? = nil) throws(ValidationError)
        -> FieldValue
    {
        let place = path ?? id
        let value = try read(json, as: asElement ? storedElementType : type, at: place)
        let findings = findings(of: value, asElement: asElement, at: place).filter { !$0.isWarning }
        guard findings.isEmpty else { throw ValidationError(findings) }
        return value
    }

    /// Codes and references stand in the element's id; their value is only that they are there.
    var storedElementType: FieldType {
        type == .codes || elementType == .reference ? .bool : elementType ?? type
    }

    private func read(_ json: JSONValue, as type: FieldType, at path: String) throws(ValidationError) -> FieldValue {
        if sensitivity == .sealed {
            guard let text = json.string else { throw mismatch(path, "证件号码文字", "the number as text") }
            return .text(Text(CitizenID.normalised(text)))
        }
        switch type {
        case .text:
            guard let text = json.string else { throw mismatch(path, "文字", "a text") }
            return .text(Text(text))
        case .int:
            guard let number = json.integer else { throw mismatch(path, "整数", "a whole number") }
            return .int(number)
        case .money:
            guard let fen = json.integer else { throw mismatch(path, "以分为单位的整数", "whole fen") }
            return .money(fen)
        case .decimal: return .decimal(try decimal(json, at: path))
        case .bool:
            guard let flag = json.bool else { throw mismatch(path, "true 或 false", "true or false") }
            return .bool(flag)
        case .date:
            guard let date = json.string.flatMap({ CalendarDate(text: $0) }) else {
                throw mismatch(path, "日期,如 2026-03-01", "a day such as 2026-03-01")
            }
            return .date(date)
        case .timestamp:
            guard let time = json.string.flatMap({ Timestamp(text: $0) }) else {
                throw mismatch(
                    path, "带时区的时间,如 2026-03-01T09:30:00+08:00", "a time with a zone such as 2026-03-01T09:30:00+08:00")
            }
            return .timestamp(time)
        case .code, .codes:
            guard let code = json.string ?? json.integer.map({ String($0) }) else {
                throw mismatch(path, "代码", "a code")
            }
            return .code(self.code(named: code))
        case .point: return .point(try point(json, at: path))
        case .reference:
            guard let record = json.string.flatMap({ RecordID(text: $0) }) else {
                throw mismatch(path, "记录编号", "the id of a record")
            }
            return .reference(record)
        case .composite: return .composite(try composite(json, at: path))
        case .attachment: return .attachment(try attachment(json, at: path))
        case .set, .list, .entries:
            throw mismatch(path, "由元素编号到元素的对象", "an object from element id to element")
        }
    }

    /// The code that a text means: itself, or where it is none the one whose label it is in either language.
    func code(named text: String) -> Text {
        let text = Text(text)
        if rank(of: text) != nil { return text }
        return codes.first { Text($0.label.chinese) == text || Text($0.label.english) == text }?.code ?? text
    }

    func mismatch(_ path: String, _ chinese: String, _ english: String) -> ValidationError {
        ValidationError(.invalidField, at: path, "应为\(chinese)", "must be \(english)")
    }

    private func decimal(_ json: JSONValue, at path: String) throws(ValidationError) -> FixedPoint {
        guard let number = json.fixedPoint(places: decimalPlaces) else {
            throw mismatch(
                path, "至多 \(decimalPlaces) 位小数的数", "a number with at most \(decimalPlaces) decimal places")
        }
        return number
    }

    private func point(_ json: JSONValue, at path: String) throws(ValidationError) -> GeoPoint {
        let known: Set<String> = ["lon", "lat", "crs", "accuracy_m", "source"]
        guard let members = json.object, let longitude = members["lon"]?.scaled(places: 9),
            let latitude = members["lat"]?.scaled(places: 9)
        else { throw mismatch(path, "含 lon 与 lat 的坐标", "a point with the numbers lon and lat") }
        if let extra = members.keys.sorted().first(where: { !known.contains($0) }) {
            throw ValidationError(.unknownField, at: "\(path)/\(extra)", "坐标没有这一项", "a point has no such part")
        }
        guard let system = GeoPoint.System(rawValue: members["crs"].map { $0.string ?? "" } ?? "wgs84") else {
            throw mismatch("\(path)/crs", "wgs84、cgcs2000、gcj02 或 bd09", "wgs84, cgcs2000, gcj02 or bd09")
        }
        guard let source = GeoPoint.Source(rawValue: members["source"].map { $0.string ?? "" } ?? "gps") else {
            throw mismatch("\(path)/source", "gps、map_pick 或 address", "gps, map_pick or address")
        }
        var accuracy: Int64?
        if let json = members["accuracy_m"], !json.isNull {
            guard let centimetres = json.scaled(places: 2) else {
                throw mismatch("\(path)/accuracy_m", "以米为单位的数", "a number of metres")
            }
            accuracy = centimetres
        }
        return GeoPoint(
            longitude: longitude, latitude: latitude, system: system, accuracyCentimetres: accuracy, source: source)
    }

    /// Reads the parts that merge with their composite; a scalar stands for the only part that must be there.
    private func composite(_ json: JSONValue, at path: String) throws(ValidationError) -> Composite {
        guard let members = json.object else {
            guard let only = soleRequiredPart, !only.isSeparate, json.array == nil, !json.isNull else {
                throw mismatch(path, "对象", "an object")
            }
            let value = try only.value(json: json, at: "\(path)/\(only.id)")
            return Composite([.init(name: only.id, value: value)])
        }
        var parts: [Composite.Part] = []
        for (name, member) in members.sorted(by: { Text($0.key) < Text($1.key) }) {
            guard let part = self.parts.first(where: { $0.id == name }) else {
                throw ValidationError(.unknownField, at: "\(path)/\(name)", "没有这一项", "there is no such part")
            }
            if part.isSeparate || member.isNull { continue }
            parts.append(.init(name: name, value: try part.value(json: member, at: "\(path)/\(name)")))
        }
        return Composite(parts)
    }

    /// The one part that a composite must have, whether or not it merges on a path of its own.
    var soleRequiredPart: FieldDefinition? {
        let required = parts.filter(\.isRequired)
        return required.count == 1 ? required[0] : nil
    }

    private func attachment(_ json: JSONValue, at path: String) throws(ValidationError) -> Attachment {
        guard let members = json.object, let hash = members["sha256"]?.string.flatMap({ Hexadecimal.decode($0) }),
            hash.count == 32, let size = members["size"]?.integer, let mime = members["mime"]?.string
        else { throw mismatch(path, "含 sha256、size、mime 的附件", "an attachment with sha256, size and mime") }
        var takenAt: Timestamp?
        if let json = members["taken_at"], !json.isNull {
            guard let time = json.string.flatMap({ Timestamp(text: $0) }) else {
                throw mismatch("\(path)/taken_at", "带时区的时间", "a time with a zone")
            }
            takenAt = time
        }
        return Attachment(sha256: hash, size: size, mime: Text(mime), takenAt: takenAt)
    }
}

extension JSONValue {
    /// The number times ten to the power of `places`, rounded where it has more; nil when it is none or too great.
    func scaled(places: Int) -> Int64? {
        switch self {
        case .integer(let value): return JSONValue.shifted(value, by: places)
        case .decimal(let units, let scale): return JSONValue.shifted(units, by: places - scale)
        case .number(let value):
            let factor = (0..<places).reduce(1.0) { result, _ in result * 10 }
            return Int64(exactly: (value * factor).rounded())
        default: return nil
        }
    }

    /// The number without rounding; nil when it is none, has more places, or does not fit.
    func fixedPoint(places: Int) -> FixedPoint? {
        switch self {
        case .integer(let value): return FixedPoint(units: value, scale: 0)
        case .decimal(let units, let scale):
            guard (0...18).contains(scale) else { return nil }
            let number = FixedPoint(units: units, scale: UInt8(scale))
            return Int(number.scale) <= places ? number : nil
        default: return nil
        }
    }

    private static func shifted(_ units: Int64, by places: Int) -> Int64? {
        guard (-400...18).contains(places) else { return nil }
        var result = units
        for _ in 0..<max(0, places) {
            let (product, overflow) = result.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            result = product
        }
        guard places < 0 else { return result }
        // Round half away from zero at the last place that goes.
        for _ in 1..<(-places) { result /= 10 }
        return result / 10 + (result % 10 >= 5 ? 1 : result % 10 <= -5 ? -1 : 0)
    }
}
