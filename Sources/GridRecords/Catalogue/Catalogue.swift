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
package struct KindDefinition: Sendable, Hashable {
    package let id: String
    package let label: Label
    /// In the declared order; the fields that all kinds share come last.
    package let fields: [FieldDefinition]
    /// Fields that together name the same thing in the world, for finding duplicates.
    package let naturalKey: [String]
    /// What a record of this kind is kept for, in months after it ended; nil while nobody decided.
    package let retentionMonths: Int?

    private let index: [String: Int]

    package init(
        id: String, label: Label, fields: [FieldDefinition], naturalKey: [String] = [], retentionMonths: Int? = nil
    ) {
        self.id = id
        self.label = label
        self.fields = fields
        self.naturalKey = naturalKey
        self.retentionMonths = retentionMonths
        index = Dictionary(fields.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package func field(_ id: String) -> FieldDefinition? { index[id].map { fields[$0] } }
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

/// One field of a kind, or one part of a composite or of a collection's element.
package struct FieldDefinition: Sendable, Hashable {
    package let id: String
    package let label: Label
    package let type: FieldType
    /// What the elements of a `set`, `list` or `entries` are: `composite`, `reference` or a plain type. Nil elsewhere.
    package let elementType: FieldType?
    /// In the declared order, lowest first.
    package let codes: [CodeDefinition]
    /// Must be there when the record is created.
    package let isRequired: Bool
    /// Must be there when the record is closed.
    package let isRequiredAtClose: Bool
    /// Worked out from other records; never written.
    package let isDerived: Bool
    /// Written on the hub only.
    package let isAdministrative: Bool
    /// For a part: whether it merges on a path of its own (`items/3/status`), apart from its element.
    package let isSeparate: Bool
    package let policy: PolicyDefinition
    /// What a role may do to a value it has seen.
    package let guards: [GuardDefinition]
    /// What the field is collected for.
    package let purpose: String
    package let sensitivity: Sensitivity
    /// Parts of a composite, or of the composites that a collection holds.
    package let parts: [FieldDefinition]
    /// Unicode scalars of a text, at most; nil for the general limit.
    package let maximumLength: Int?
    /// Decimal places of a `decimal`.
    package let decimalPlaces: Int
    package let minimum: Int64?
    package let maximum: Int64?
    /// The kind that a reference points at; nil for any.
    package let target: String?
    /// What a creation without this field is given.
    package let defaultValue: DefaultValue?
    /// Another field that satisfies the requirement in this one's place.
    package let alternative: String?
    /// Makes the field required at creation when another field has one of these codes.
    package let requiredWhen: RequirementCondition?
    /// For an identity number: the field beside it that says what kind of document it stands on.
    package let documentType: String?
    /// How the value is shown to those who may not see it whole; nil hides a personal value altogether.
    package let masking: Masking.Rule?

    package init(
        id: String, label: Label, type: FieldType, elementType: FieldType? = nil, codes: [CodeDefinition] = [],
        isRequired: Bool = false, isRequiredAtClose: Bool = false, isDerived: Bool = false,
        isAdministrative: Bool = false, isSeparate: Bool = false, policy: PolicyDefinition,
        guards: [GuardDefinition] = [], purpose: String = "", sensitivity: Sensitivity = .internal,
        parts: [FieldDefinition] = [], maximumLength: Int? = nil, decimalPlaces: Int = 2, minimum: Int64? = nil,
        maximum: Int64? = nil, target: String? = nil, defaultValue: DefaultValue? = nil, alternative: String? = nil,
        requiredWhen: RequirementCondition? = nil, documentType: String? = nil, masking: Masking.Rule? = nil
    ) {
        self.id = id
        self.label = label
        self.type = type
        self.elementType = elementType
        self.codes = codes
        self.isRequired = isRequired
        self.isRequiredAtClose = isRequiredAtClose
        self.isDerived = isDerived
        self.isAdministrative = isAdministrative
        self.isSeparate = isSeparate
        self.policy = policy
        self.guards = guards
        self.purpose = purpose
        self.sensitivity = sensitivity
        self.parts = parts
        self.maximumLength = maximumLength
        self.decimalPlaces = decimalPlaces
        self.minimum = minimum
        self.maximum = maximum
        self.target = target
        self.defaultValue = defaultValue
        self.alternative = alternative
        self.requiredWhen = requiredWhen
        self.documentType = documentType
        self.masking = masking
    }

    /// Whether a write there records the value that its author saw (`Write.from`): the policy or a guard looks at it.
    package var needsSeenValue: Bool {
        switch policy.name {
        case .review, .greatest, .least, .once, .stage: true
        case .latest, .assert, .entries: !guards.isEmpty
        case .elements: !guards.isEmpty || (elementType == .composite && policy.parameters["element"] != "latest")
        }
    }

    /// The place of a code in the declared order, lowest first; nil for an unknown code.
    package func rank(of code: Text) -> Int? { codes.firstIndex { $0.code == code } }
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
