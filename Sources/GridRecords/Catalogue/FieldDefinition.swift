/// One field of a kind, or one part of a composite or of a collection's element.
///
/// An object, as every path of every record that is read points at one; it never changes.
package final class FieldDefinition: Sendable {
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

    /// The order that the policy declares for the codes in place of their own; nil without one.
    let declaredOrder: [Text]?
    let steps: Steps
    /// Whether a guard, or a policy that brings one with it, may speak against a write.
    let mayBeGuarded: Bool
    /// Whether one may speak against a write where nothing stands.
    let mayForbidWriting: Bool
    /// The codes at which a record is closed.
    let closingCodes: [Text]

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
        declaredOrder = policy.parameters["order"]?.split(separator: ",").map { Text(PolicyDefinition.trimmed($0)) }
        steps = Steps(policy, codes: codes)
        mayForbidWriting =
            guards.contains { $0.action == .write } || policy.name == .entries || type == .entries
        mayBeGuarded = !guards.isEmpty || policy.name == .once || policy.name == .entries || type == .entries
        closingCodes = policy.closingCodes.map { Text($0) }
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

extension FieldDefinition: Hashable {
    package static func == (left: FieldDefinition, right: FieldDefinition) -> Bool {
        left === right || left.json == right.json
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
