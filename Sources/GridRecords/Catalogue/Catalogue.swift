/// What an office records: its kinds, their fields, and how each field merges and is guarded. Data, not code.
package struct Catalogue: Sendable, Hashable {
    /// Names this state of the catalogue; equal contents have equal versions (a hash over them).
    package let version: String
    /// Sorted by id.
    package let kinds: [KindDefinition]

    /// The whole JSON as it was read, so that what this version does not know goes on to others.
    let source: JSONValue?
    private let index: [String: Int]

    package init(version: String, kinds: [KindDefinition], source: JSONValue? = nil) {
        self.version = version
        self.source = source
        self.kinds = kinds.sorted { $0.id.precedesInBytes($1.id) }
        index = Dictionary(
            self.kinds.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package static func == (left: Catalogue, right: Catalogue) -> Bool {
        left.version == right.version && left.kinds == right.kinds
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(version) }

    package func kind(_ id: String) -> KindDefinition? { index[id].map { kinds[$0] } }

    /// What the catalogue says of the place a path names; nil for an unknown kind or field.
    package func definition(kind: String, path: Path) -> FieldDefinition? {
        guard let field = self.kind(kind)?.field(path.field) else { return nil }
        guard let subfield = path.subfield else { return field }
        return field.parts.first { $0.id == subfield }
    }
}

/// One kind of record.
///
/// An object, as a `FieldDefinition` is: it never changes, and whoever reads a record asks it for every field.
package final class KindDefinition: Sendable {
    package let id: String
    package let label: Label
    /// In the declared order; the fields that all kinds share come last.
    package let fields: [FieldDefinition]
    /// Ways to see that two records mean the same thing in the world, each enough by itself.
    package let naturalKeys: [NaturalKey]
    /// What a record of this kind is kept for, in months after it ended; nil while nobody decided.
    package let retentionMonths: Int?

    /// Those that a creation may have to have, in the declared order.
    let obligatory: [FieldDefinition]
    /// Whether a value that nobody contradicts may be a question all the same, by what stands elsewhere.
    let asksOfLoneValues: Bool
    private let index: [String: FieldDefinition]

    package init(
        id: String, label: Label, fields: [FieldDefinition], naturalKeys: [NaturalKey] = [],
        retentionMonths: Int? = nil
    ) {
        self.id = id
        self.label = label
        self.fields = fields
        self.naturalKeys = naturalKeys
        self.retentionMonths = retentionMonths
        obligatory = fields.filter {
            ($0.isRequired || $0.requiredWhen != nil) && !$0.isDerived && !$0.isAdministrative
        }
        asksOfLoneValues = fields.contains(where: \.asksOfLoneValues)
        index = Dictionary(fields.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package func field(_ id: String) -> FieldDefinition? { index[id] }
}

extension KindDefinition: Hashable {
    package static func == (left: KindDefinition, right: KindDefinition) -> Bool {
        left === right
            || left.id == right.id && left.label == right.label && left.fields == right.fields
                && left.naturalKeys == right.naturalKeys && left.retentionMonths == right.retentionMonths
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// What people read, in both languages.
package struct Label: Sendable, Hashable {
    package let chinese: String
    package let english: String

    package init(chinese: String, english: String) {
        self.chinese = chinese
        self.english = english
    }

    package func text(in language: Language) -> String { language == .chinese ? chinese : english }
}

/// The languages in which people are spoken to.
package enum Language: String, CaseIterable, Sendable {
    case chinese = "zh"
    case english = "en"
}

/// The shape of a value.
package enum FieldType: String, CaseIterable, Sendable {
    case text, int, decimal, money, bool, date, timestamp, code, codes, point, reference, composite, set, list,
        entries, attachment

    /// Whether the field's values stand at elements (`field/element`), not at the field itself.
    package var isCollection: Bool { self == .codes || self == .set || self == .list || self == .entries }
}

/// How much harm a value does in wrong hands, least first.
package enum Sensitivity: String, CaseIterable, Sendable, Comparable {
    case `public`, `internal`, personal, sealed

    package static func < (left: Sensitivity, right: Sensitivity) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}

/// What stands in a field that its author left out when he created the record.
package enum DefaultValue: Sendable, Hashable {
    /// The author's clock, that many days later.
    case now(plusDays: Int)
    /// The author's id.
    case author
    /// The area of the record.
    case area
    case value(JSONValue)
}

/// A code of another field that makes a field required.
package struct RequirementCondition: Sendable, Hashable {
    package let field: String
    package let codes: [Text]

    package init(field: String, codes: [Text]) {
        self.field = field
        self.codes = codes
    }
}

/// One code of a list, with what people read.
package struct CodeDefinition: Sendable, Hashable {
    package let code: Text
    package let label: Label
    /// Codes that are no longer offered but still understood.
    package let isRetired: Bool

    package init(code: Text, label: Label, isRetired: Bool = false) {
        self.code = code
        self.label = label
        self.isRetired = isRetired
    }
}

/// How the siblings at a path become one shown value.
package struct PolicyDefinition: Sendable, Hashable {
    package enum Name: String, CaseIterable, Sendable {
        case latest, review, greatest, least, assert, once, stage, elements, entries
    }

    package let name: Name
    /// Finer rules, by name; `merge policies` in DESIGN.md of this room lists them.
    package let parameters: [String: String]

    package init(_ name: Name, parameters: [String: String] = [:]) {
        self.name = name
        self.parameters = parameters
    }
}

/// What a person may do in the hierarchy of the county.
package enum Role: String, CaseIterable, Sendable {
    case worker, village, township, department, supervisor, auditor, admin

    /// May resolve conflicts and judge quarantined work in the areas assigned.
    package var mayReview: Bool { self == .township || self == .supervisor }
    /// May hold records at all.
    package var mayReadRecords: Bool { self != .auditor && self != .admin }
    /// May write records.
    package var mayWrite: Bool { mayReadRecords && self != .department }
}

/// Something that only some roles may do to a value they have seen.
package struct GuardDefinition: Sendable, Hashable {
    package enum Action: String, CaseIterable, Sendable {
        /// Writing a value that stands lower in the declared order than the one seen.
        case lower
        /// Removing the value.
        case clear
        /// Writing another value over one that is there.
        case replace
        /// Going to an earlier step of the workflow.
        case stepBack = "step_back"
        /// Writing there at all.
        case write
    }

    package let action: Action
    /// Who may.
    package let roles: [Role]
    /// The part that the composite seen must have for the guard to hold; nil when it always holds.
    package let condition: String?

    package init(action: Action, roles: [Role], condition: String? = nil) {
        self.action = action
        self.roles = roles
        self.condition = condition
    }
}
