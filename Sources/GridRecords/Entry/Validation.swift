import GridCausality

/// Whether a change may stand as it is: the hub's check of what comes in, and the device's of what goes out.
package enum Validation {
    /// Everything that is wrong, in the order of the paths; empty when nothing is.
    ///
    /// Guards, scope and causality are judged elsewhere.
    /// - Parameters:
    ///   - isVersionKnown: whether the change was made with this catalogue or an earlier one. Of a later one,
    ///     unknown kinds, fields, parts and codes are let pass.
    ///   - isFromHub: whether the hub itself writes, which may fill administrative and derived fields.
    package static func check(
        _ located: LocatedChange, isVersionKnown: Bool = true, isFromHub: Bool = false
    ) -> [ValidationFinding] {
        let change = located.change
        var findings: [ValidationFinding] = []
        if change.writes.count > Limits.writesPerChange || change.keeps.count > Limits.keptSiblingsPerChange
            || change.context.entries.count > Limits.contextEntries
        {
            findings.append(
                ValidationFinding(.tooLarge, at: change.kind, "一次改动的内容过多", "the change holds more than it may"))
        }
        guard let kind = located.kind else {
            guard isVersionKnown else { return findings }
            return findings + [
                ValidationFinding(
                    .unknownField, at: change.kind, "没有这种记录“\(change.kind)”", "there is no kind \"\(change.kind)\"")
            ]
        }
        for (index, place) in located.places.enumerated() {
            let found = check(change.writes[index], at: place, isCreation: change.isCreation, isFromHub: isFromHub)
            if !found.isEmpty { findings += found }
        }
        if !isVersionKnown {
            findings.removeAll { $0.code == .unknownField || $0.isUnknownCode }
        }
        if change.isCreation { findings += missing(in: located, of: kind) }
        return findings
    }

    private static func check(_ write: Write, at place: FieldPlace, isCreation: Bool, isFromHub: Bool)
        -> [ValidationFinding]
    {
        let path = write.path
        if path == .area { return area(write.value) }
        if path == .deleted { return presence(write.value, at: path) }
        guard let field = place.field else { return [unknown(path)] }
        if !isFromHub, field.isDerived || field.isAdministrative {
            return [field.invalid(path.text, "此项由系统得出,不可填写", "this is worked out, not entered")]
        }
        guard let element = path.element, let id = path.elementID else {
            if field.type.isCollection {
                return [field.invalid(path.text, "集合按元素写入", "a collection is written element by element")]
            }
            guard let value = write.value else {
                return field.isRequired && !isCreation ? [.missing(at: path.text, field.label)] : []
            }
            return value.check(field, asElement: false, at: path)
        }
        guard field.type.isCollection else { return [unknown(path)] }
        if path.isPresence { return field.type == .entries ? [log(field, path)] : presence(write.value, at: path) }
        guard path.isElement else {
            guard let part = place.definition, part.isSeparate else { return [unknown(path)] }
            guard let value = write.value else {
                return part.isRequired ? [.missing(at: path.text, part.label)] : []
            }
            return value.check(part, asElement: false, at: path)
        }
        guard let value = write.value else { return field.type == .entries ? [log(field, path)] : [] }
        return name(id, of: field, at: element) + value.check(field, asElement: true, at: path)
    }

    /// Whether the id of an element fits where it carries meaning.
    private static func name(_ id: String, of field: FieldDefinition, at path: Path) -> [ValidationFinding] {
        if field.elementType == .reference, RecordID(text: id)?.text != id {
            return [field.invalid(path.text, "应为记录编号", "must be the id of a record")]
        }
        if !field.codes.isEmpty, field.type == .codes || field.elementType == .composite {
            return field.codeFindings(of: Text(id), at: path.text)
        }
        return []
    }

    private static func area(_ value: FieldValue?) -> [ValidationFinding] {
        if case .code(let code)? = value, FieldValue.area(code.string) != nil { return [] }
        return [ValidationFinding(.invalidField, at: "area", "应为区域代码", "must be the code of an area")]
    }

    private static func presence(_ value: FieldValue?, at path: Path) -> [ValidationFinding] {
        if case .bool? = value { return [] }
        return [ValidationFinding(.invalidField, at: path.text, "应为 true 或 false", "must be true or false")]
    }

    private static func log(_ field: FieldDefinition, _ path: Path) -> ValidationFinding {
        field.invalid(path.text, "只可追加,不可移除", "entries are only added, never removed")
    }

    private static func unknown(_ path: Path) -> ValidationFinding {
        ValidationFinding(.unknownField, at: path.text, "没有这个字段", "there is no such field")
    }

    /// Required fields that a creation lacks; those with a default are the entry's business.
    private static func missing(in located: LocatedChange, of kind: KindDefinition) -> [ValidationFinding] {
        let writes = located.change.writes
        let lacking = kind.missing(isPresent: located.bringsValue) { field in
            if case .code(let code)? = writes.first(where: { $0.path.text == field })?.value { return code }
            return nil
        }
        var findings = lacking.filter { $0.defaultValue == nil }.map { ValidationFinding.missing(at: $0.id, $0.label) }
        if located.change.write(at: .area)?.value == nil {
            findings.append(.missing(at: "area", Label(chinese: "所属区域", english: "Area")))
        }
        return findings
    }
}

extension FieldValue {
    fileprivate func check(_ definition: FieldDefinition, asElement: Bool, at path: Path) -> [ValidationFinding] {
        if definition.sensitivity == .sealed, case .text = self {
            return [definition.invalid(path.text, "证件号码须密封后提交", "an identity number must come sealed")]
        }
        return definition.findings(of: self, asElement: asElement, at: path.text).filter { !$0.isWarning }
    }
}

extension Change {
    /// Records that the writes point at, sorted, each once: by value, or by the id of an element of a reference set.
    package func references(in catalogue: Catalogue) -> [RecordID] {
        var found: Set<RecordID> = []
        for write in writes {
            guard let value = write.value else { continue }
            value.collectReferences(into: &found)
            if let field = catalogue.kind(kind)?.field(write.path.field), field.elementType == .reference,
                write.path.isElement, let id = write.path.elementID.flatMap({ RecordID(text: $0) })
            {
                found.insert(id)
            }
        }
        return found.sorted()
    }
}

extension FieldValue {
    fileprivate func collectReferences(into found: inout Set<RecordID>) {
        switch self {
        case .reference(let record): found.insert(record)
        case .composite(let composite): for part in composite.parts { part.value.collectReferences(into: &found) }
        default: break
        }
    }
}
