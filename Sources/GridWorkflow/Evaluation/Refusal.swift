package import GridRecords

/// Why a step is not taken, or stays in the log without effect and waits for a person.
package struct Refusal: Error, Sendable, Hashable {
    /// Stable names; programs go by them.
    package enum Code: String, CaseIterable, Sendable {
        case unknownOperation = "unknown_operation"
        case notFromState = "not_from_state"
        case closed
        case levelNotAllowed = "level_not_allowed"
        case notHolder = "not_holder"
        case notAbove = "not_above"
        case samePerson = "same_person"
        case missingPart = "missing_part"
        case missingField = "missing_field"
        case wrongReturn = "wrong_return"
        case returnsExhausted = "returns_exhausted"
        case countyIsLast = "county_is_last"
        case notUpward = "not_upward"
        case secondariesOpen = "secondaries_open"
        case notSecondary = "not_secondary"
        case itemsOpen = "items_open"
        case mediationRefused = "mediation_refused"
        case outcomeNeeded = "outcome_needed"
        case outsideRecurrence = "outside_recurrence"
        case extensionOpen = "extension_open"
        case extensionUsed = "extension_used"
        case extensionTooLong = "extension_too_long"
        case extensionTooLate = "extension_too_late"
        case nothingToDecide = "nothing_to_decide"
        case superseded
    }

    package let code: Code
    /// One sentence in each language.
    package let sentence: Label

    init(_ code: Code, _ chinese: String, _ english: String) {
        self.code = code
        sentence = Label(chinese: chinese, english: english)
    }

    /// The sentence of a code that needs no particulars.
    init(_ code: Code) {
        let texts = Refusal.sentences[code] ?? (code.rawValue, code.rawValue)
        self.init(code, texts.0, texts.1)
    }

    private static let sentences: [Code: (String, String)] = [
        .closed: ("事项已办结,不再变动", "the item is closed and stays so"),
        .notHolder: ("只有当前承办单位可以办理", "only the organisation that holds the item may do this"),
        .notAbove: ("须由上级单位决定", "an organisation above it has to decide"),
        .samePerson: ("回访人不能是办理人", "who checks must not be who did the work"),
        .wrongReturn: ("只能退回交办单位", "a return goes only to the organisation that sent it"),
        .returnsExhausted: ("退回次数已满,须由乡镇裁定", "it was returned too often: the township decides"),
        .countyIsLast: ("县级是终点站,不再上报", "the county is the last stop: nothing goes beyond it"),
        .notUpward: ("只能上报到更高一级", "it goes up only to a higher level"),
        .secondariesOpen: ("协办单位尚未全部受理并回复", "a secondary organisation has not accepted and replied"),
        .notSecondary: ("不是本事项的协办单位", "the organisation is no secondary of this item"),
        .itemsOpen: ("仍有问题未整改", "an item is still open"),
        .mediationRefused: ("当事人拒绝调解,调解终止", "a party refuses: mediation ends"),
        .outcomeNeeded: ("终点站须有化解结果或移送去向", "the last stop needs an outcome or a referral"),
        .outsideRecurrence: ("已超过复发认定期限", "the window for a recurrence is over"),
        .extensionOpen: ("延期申请尚未审批", "an extension is waiting for its decision"),
        .extensionUsed: ("延期次数已满", "no further extension is possible"),
        .extensionTooLong: ("延期不得超过原办理期限", "an extension must not exceed the original limit"),
        .extensionTooLate: ("期限已过,不能再申请延期", "the time is over: it is too late to ask for more"),
        .nothingToDecide: ("没有待审批的延期", "there is no extension to decide"),
        .superseded: ("与已办结的过程不符", "it does not fit the way in which the item was closed"),
    ]
}
