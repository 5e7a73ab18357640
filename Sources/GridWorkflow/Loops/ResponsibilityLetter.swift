package import GridRecords

/// One letter of responsibility (责任书): a record of its own, signed by one of perhaps many in a unit.
package struct ResponsibilityLetter: Sendable, Hashable {
    /// The premises or the market.
    package let unit: RecordID
    /// Who signs: a shop in the market, the owner of the house.
    package let signer: Text
    /// The wording that was signed.
    package let version: String
    package let signedOn: CalendarDate
    package let hasPhoto: Bool

    package init(unit: RecordID, signer: Text, version: String, signedOn: CalendarDate, hasPhoto: Bool) {
        self.unit = unit
        self.signer = signer
        self.version = version
        self.signedOn = signedOn
        self.hasPhoto = hasPhoto
    }
}

/// One who ought to sign, with the days on which the office knew of him.
package struct Signatory: Sendable, Hashable {
    package let unit: RecordID
    package let signer: Text
    /// When the hub first had him: who was entered later is not in an earlier denominator, whatever his record says.
    package let knownSince: CalendarDate
    /// The last day on which he had to; nil while he has to.
    package let until: CalendarDate?

    package init(unit: RecordID, signer: Text, knownSince: CalendarDate, until: CalendarDate? = nil) {
        self.unit = unit
        self.signer = signer
        self.knownSince = knownSince
        self.until = until
    }
}

/// How many of those who ought to have signed at a cut-off had.
package struct LetterCount: Sendable, Hashable {
    /// Those who ought to have: the denominator.
    package let eligible: Int
    package let signed: Int
    /// Who has not, sorted by unit, then signer.
    package let missing: [Signatory]

    private struct Key: Hashable {
        let unit: RecordID
        let signer: Text
    }

    /// - Parameter version: the wording that counts; nil for any.
    package init(
        _ signatories: some Sequence<Signatory>, letters: some Sequence<ResponsibilityLetter>, version: String? = nil,
        cutOff: CalendarDate
    ) {
        var signed: Set<Key> = []
        for letter in letters where letter.signedOn <= cutOff && letter.hasPhoto {
            if let version, letter.version != version { continue }
            signed.insert(Key(unit: letter.unit, signer: letter.signer))
        }
        var seen: Set<Key> = []
        var missing: [Signatory] = []
        for signatory in signatories where signatory.knownSince <= cutOff {
            if let until = signatory.until, until < cutOff { continue }
            let key = Key(unit: signatory.unit, signer: signatory.signer)
            if seen.insert(key).inserted, !signed.contains(key) { missing.append(signatory) }
        }
        self.missing = missing.sorted { $0.unit != $1.unit ? $0.unit < $1.unit : $0.signer < $1.signer }
        eligible = seen.count
        self.signed = seen.count - missing.count
    }

    /// Nil when nobody ought to sign.
    package var rate: Ratio? { Ratio(signed, of: eligible) }
}
