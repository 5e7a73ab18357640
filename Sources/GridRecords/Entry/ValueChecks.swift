/// Whether a value that has a shape fits its field: the same check at entry and on the hub.
extension FieldDefinition {
    /// Nothing when the value may stand there.
    ///
    /// - Parameter asElement: whether it is one element of this collection.
    package func findings(of value: FieldValue, asElement: Bool = false, at path: String, depth: Int = 0)
        -> [ValidationFinding]
    {
        if sensitivity == .sealed { return sealedFindings(of: value, at: path) }
        let expected = asElement ? storedElementType : type
        guard let actual = value.type else {
            return [invalid(path, "不认识的值类型", "the type of the value is not known")]
        }
        guard actual == expected else {
            return [
                invalid(
                    path, "类型应为 \(expected.rawValue),而不是 \(actual.rawValue)",
                    "the type must be \(expected.rawValue), not \(actual.rawValue)")
            ]
        }
        switch value {
        case .text(let text): return [TextRules.finding(text, at: path, maximumLength: maximumLength)].compactMap { $0 }
        case .int(let number), .money(let number): return range(number, at: path)
        case .decimal(let number): return decimalFindings(of: number, at: path)
        case .code(let code): return codeFindings(of: code, at: path)
        case .date(let date): return dateFindings(of: date, at: path)
        case .timestamp(let time): return timestampFindings(of: time, at: path)
        case .point(let point): return pointFindings(of: point, at: path)
        case .composite(let composite): return compositeFindings(of: composite, at: path, depth: depth)
        case .attachment(let attachment): return attachmentFindings(of: attachment, at: path)
        case .bool(let flag):
            // A removed code or reference has no value; `false` would be a third state.
            if asElement, type == .codes || elementType == .reference, !flag {
                return [invalid(path, "应为 true,移除请置空", "must be true; remove the element instead")]
            }
            return []
        case .reference, .sealed, .opaque: return []
        }
    }

    func invalid(_ path: String, _ chinese: String, _ english: String) -> ValidationFinding {
        ValidationFinding(.invalidField, at: path, chinese, english)
    }

    /// Whether a code of this field's list may stand there; retired ones may, an empty list admits all.
    package func codeFindings(of code: Text, at path: String) -> [ValidationFinding] {
        guard code.utf8.count <= Limits.codeBytes else {
            return [
                ValidationFinding(
                    .tooLarge, at: path, "代码超过 \(Limits.codeBytes) 字节",
                    "the code is longer than \(Limits.codeBytes) bytes")
            ]
        }
        if codes.isEmpty {
            guard !code.isEmpty, TextRules.refused(in: code.string) == nil else {
                return [invalid(path, "代码为空或含有控制字符", "the code is empty or holds control characters")]
            }
            return []
        }
        guard rank(of: code) == nil else { return [] }
        let offered = codes.filter { !$0.isRetired }.prefix(12).map(\.code.string).joined(separator: " ")
        let more = codes.count > 12 ? " …" : ""
        return [
            ValidationFinding(
                .invalidField, at: path, "代码“\(code)”不在列表中:\(offered)\(more)",
                "the code \"\(code)\" is not in the list: \(offered)\(more)", isUnknownCode: true)
        ]
    }

    private func range(_ number: Int64, at path: String) -> [ValidationFinding] {
        if let minimum, number < minimum { return [invalid(path, "不得小于 \(minimum)", "must not be below \(minimum)")] }
        if let maximum, number > maximum { return [invalid(path, "不得大于 \(maximum)", "must not be above \(maximum)")] }
        return []
    }

    private func decimalFindings(of number: FixedPoint, at path: String) -> [ValidationFinding] {
        guard Int(number.scale) <= decimalPlaces else {
            return [
                invalid(path, "至多 \(decimalPlaces) 位小数", "must have at most \(decimalPlaces) decimal places")
            ]
        }
        let factor = (0..<number.scale).reduce(Int64(1)) { result, _ in result * 10 }
        // Compare on whole numbers: below the minimum by a fraction is below it.
        let whole = number.units / factor
        let floor = number.units % factor < 0 ? whole - 1 : whole
        let ceiling = number.units % factor > 0 ? whole + 1 : whole
        if let minimum, floor < minimum { return range(floor, at: path) }
        if let maximum, ceiling > maximum { return range(ceiling, at: path) }
        return []
    }

    private func dateFindings(of date: CalendarDate, at path: String) -> [ValidationFinding] {
        // 0001-01-01 to 9999-12-31: what the text form can say.
        (-719_162...2_932_896).contains(Int(date.dayNumber))
            ? [] : [invalid(path, "日期超出 0001 至 9999 年", "the day lies outside the years 1 to 9999")]
    }

    private func timestampFindings(of time: Timestamp, at path: String) -> [ValidationFinding] {
        let inRange = (-62_135_596_800_000 + 86_400_000...253_402_300_799_999 - 86_400_000).contains(time.milliseconds)
        return inRange && (-1080...1080).contains(time.offsetMinutes)
            ? [] : [invalid(path, "时间超出范围", "the time or its zone is out of range")]
    }

    private func pointFindings(of point: GeoPoint, at path: String) -> [ValidationFinding] {
        var findings: [ValidationFinding] = []
        if !(-180_000_000_000...180_000_000_000).contains(point.longitude) {
            findings.append(invalid(path, "经度应在 -180 至 180 之间", "the longitude must lie between -180 and 180"))
        }
        if !(-90_000_000_000...90_000_000_000).contains(point.latitude) {
            findings.append(invalid(path, "纬度应在 -90 至 90 之间", "the latitude must lie between -90 and 90"))
        }
        if let accuracy = point.accuracyCentimetres, !(0...10_000_000).contains(accuracy) {
            findings.append(invalid(path, "精度应在 0 至 100000 米之间", "the accuracy must lie between 0 and 100000 metres"))
        }
        return findings
    }

    private func compositeFindings(of composite: Composite, at path: String, depth: Int) -> [ValidationFinding] {
        guard depth < Limits.compositeDepth, composite.parts.count <= Limits.compositeParts else {
            return [ValidationFinding(.tooLarge, at: path, "内容过多或嵌套过深", "it has too many parts or nests too deep")]
        }
        var findings: [ValidationFinding] = []
        for part in composite.parts {
            let definition = parts.first { $0.id == part.name }
            // The place is put together only for those with something to find.
            if let definition, !definition.isSeparate,
                definition.findings(of: part.value, at: part.name, depth: depth + 1).isEmpty
            {
                continue
            }
            let place = "\(path)/\(part.name)"
            guard let definition else {
                findings.append(ValidationFinding(.unknownField, at: place, "没有这一项", "there is no such part"))
                continue
            }
            if definition.isSeparate {
                findings.append(invalid(place, "这一项应单独写入", "this part is written on a path of its own"))
            }
            findings += definition.findings(of: part.value, at: place, depth: depth + 1)
        }
        for part in parts where part.isRequired && !part.isSeparate && composite[part.id] == nil {
            findings.append(.missing(at: "\(path)/\(part.id)", part.label))
        }
        return findings
    }

    private func attachmentFindings(of attachment: Attachment, at path: String) -> [ValidationFinding] {
        var findings: [ValidationFinding] = []
        if attachment.sha256.count != 32 {
            findings.append(invalid(path, "sha256 应为 32 字节", "sha256 must have 32 bytes"))
        }
        if attachment.size < 0 { findings.append(invalid(path, "大小不得为负", "the size must not be negative")) }
        let hasShape =
            attachment.mime.utf8.contains(0x2F) && attachment.mime.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        if !hasShape || attachment.mime.utf8.count > 127 {
            findings.append(invalid(path, "mime 应形如 image/jpeg", "mime must look like image/jpeg"))
        }
        return findings
    }

    /// At entry a sealed field still holds the number as text; `Validation` refuses it so in a change.
    private func sealedFindings(of value: FieldValue, at path: String) -> [ValidationFinding] {
        switch value {
        case .text(let text):
            if text.isEmpty { return [invalid(path, "号码为空", "the number is empty")] }
            return [TextRules.finding(text, at: path, maximumLength: maximumLength)].compactMap { $0 }
        case .sealed(let sealed):
            guard sealed.token.count + sealed.box.count <= Limits.sealedBytes else {
                return [ValidationFinding(.tooLarge, at: path, "密封值过大", "the sealed value is too large")]
            }
            guard sealed.lastFour.utf8.count <= 16, TextRules.refused(in: sealed.lastFour.string) == nil,
                sealed.lastFour.string.unicodeScalars.count <= 4
            else { return [invalid(path, "末四位不合规则", "the last four characters are not such")] }
            return []
        default: return [invalid(path, "应为密封的证件号码", "must be a sealed number")]
        }
    }
}

extension ValidationFinding {
    static func missing(at path: String, _ label: Label) -> ValidationFinding {
        ValidationFinding(.missingField, at: path, "缺少必填项“\(label.chinese)”", "\"\(label.english)\" must be given")
    }
}

extension FieldValue {
    /// The type whose field it may stand in; nil for sealed values and those of later versions.
    package var type: FieldType? {
        switch self {
        case .text: .text
        case .int: .int
        case .decimal: .decimal
        case .money: .money
        case .bool: .bool
        case .date: .date
        case .timestamp: .timestamp
        case .code: .code
        case .point: .point
        case .reference: .reference
        case .composite: .composite
        case .attachment: .attachment
        case .sealed, .opaque: nil
        }
    }
}
