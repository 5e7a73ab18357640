/// From what is typed on a command line to JSON of the field's type.
extension FieldDefinition {
    /// Reads one value as it is typed; an empty text is null, which removes what is there.
    ///
    /// Money is whole fen. A point may be `LON,LAT` or `LON,LAT,METRES`; codes and references several with commas
    /// between; composites and collections are JSON, or a scalar in place of the only part that must be there.
    package func json(text: String, asElement: Bool = false, at path: String? = nil) throws(ValidationError)
        -> JSONValue
    {
        let place = path ?? id
        if text.isEmpty { return .null }
        if sensitivity == .sealed { return .string(text) }
        let isJSON = text.utf8.first == 0x7B || text.utf8.first == 0x5B
        switch asElement ? storedElementType : type {
        case .text, .date, .timestamp, .code, .reference: return .string(text)
        case .int, .money, .decimal:
            guard let number = try? JSONValue(parsing: text), number.double != nil else {
                throw mismatch(place, "数", "a number")
            }
            return number
        case .bool:
            switch text {
            case "true", "yes", "1", "是": return true
            case "false", "no", "0", "否": return false
            // `needs/+=CODE`: the text names the element.
            case _ where asElement && type != .bool && elementType != .bool: return .string(text)
            default: throw mismatch(place, "true 或 false", "true or false")
            }
        case .point: return isJSON ? try parsed(text, at: place) : try point(text, at: place)
        case .codes, .composite, .attachment, .set, .list, .entries:
            return isJSON ? try parsed(text, at: place) : .string(text)
        }
    }

    /// Reads one value as it is typed.
    package func value(text: String, asElement: Bool = false, at path: String? = nil) throws(ValidationError)
        -> FieldValue
    {
        let json = try json(text: text, asElement: asElement, at: path)
        guard !json.isNull else { throw ValidationError(.missingField, at: path ?? id, "值为空", "the value is empty") }
        return try value(json: json, asElement: asElement, at: path)
    }

    private func parsed(_ text: String, at path: String) throws(ValidationError) -> JSONValue {
        do {
            return try JSONValue(parsing: text)
        } catch {
            throw ValidationError(
                .invalidField, at: path, "JSON 在第 \(error.offset) 字节有误",
                "the JSON is wrong at byte \(error.offset) (\(error.reason.rawValue))")
        }
    }

    private func point(_ text: String, at path: String) throws(ValidationError) -> JSONValue {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            try? JSONValue(parsing: String(part.drop { $0 == " " }))
        }
        guard (2...3).contains(numbers.count), let longitude = numbers[0], let latitude = numbers[1] else {
            throw mismatch(path, "“经度,纬度”或 JSON", "`LON,LAT` or JSON")
        }
        var members: [String: JSONValue] = ["lon": longitude, "lat": latitude, "crs": "wgs84", "source": "gps"]
        if numbers.count == 3 { members["accuracy_m"] = numbers[2] ?? .string("") }
        return .object(members)
    }
}
