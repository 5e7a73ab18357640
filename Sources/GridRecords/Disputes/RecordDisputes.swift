import GridCausality

extension Record {
    /// Everything in this record that a person has to decide, sorted by path.
    package func disputes(_ catalogue: Catalogue) -> [Dispute] {
        isContested ? RecordReading(contestedIn: self, catalogue: catalogue).disputes : []
    }

    /// Whether two values stand at some path. Else nobody contradicts anybody, whatever the policies say.
    package var isContested: Bool { registers.contains { $0.siblings.count > 1 } }
}

extension RecordReading {
    /// Everything in this record that a person has to decide, sorted by path.
    package var disputes: [Dispute] { disputed.map { dispute(at: $0) } }

    /// The dispute at a path; nil when nothing there is in dispute.
    package func openDispute(at path: Path) -> Dispute? { disputed.contains(path) ? dispute(at: path) : nil }

    private func dispute(at path: Path) -> Dispute {
        if path == .deleted { return deletion }
        if path.isElement, presence(of: path) == .contested { return contestedElement(path) }
        var answers = answers(at: path)
        if !answers.contains(where: { $0.value == nil }), let entry = entry(at: path),
            entry.definition?.policy.says("later_edits", "review") == true
        {
            answers.append(Answer(value: nil, dots: record.laterEdits(than: entry.shown.chosen, at: path)))
        }
        let shown = shown(at: path).value
        return Dispute(
            record: record.id, kind: record.kind, path: path,
            sides: sides(answers) { $0.value.map { json(of: $0, at: path) } ?? Dispute.removed }, shown: shown,
            shownJSON: shown.map { json(of: $0, at: path) } ?? shownNothing(at: path), base: base(at: path))
    }

    /// What is shown when there is no value: that it was removed when a side did so, else nothing.
    private func shownNothing(at path: Path) -> JSONValue {
        let chosen = shown(at: path).chosen
        return record.claims(at: path).contains { $0.dot == chosen && $0.value == nil } ? Dispute.removed : .null
    }

    /// The deletions against each change that had not seen one; these stand apart, as each has its own author.
    private var deletion: Dispute {
        let deletions = Answer(value: .bool(true), dots: record.dots(at: .deleted, saying: true))
        let others = record.dots(at: .deleted, saying: false).map { Answer(value: .bool(false), dots: [$0]) }
        return Dispute(
            record: record.id, kind: record.kind, path: .deleted,
            sides: sides([deletions] + others) { $0.value?.json ?? .null }, shown: .bool(false), shownJSON: false,
            base: base(at: .deleted) ?? .bool(false))
    }

    private func contestedElement(_ path: Path) -> Dispute {
        guard let reserved = path.presence else { return dispute(at: path) }
        let writers = record.dots(at: reserved, saying: false)
        let shown = shown(at: path).value
        var present = self.shown(at: path).isDisputed ? answers(at: path) : [Answer(value: shown, dots: [])]
        let agreement = agreement(at: path)
        let speaker = present.firstIndex { agreement.holds($0.value, shown) } ?? 0
        present[speaker].dots = Set(present[speaker].dots + writers).sorted()
        let removal = Answer(value: nil, dots: record.dots(at: reserved, saying: true), isRemoval: true)
        let element = collections.shown[path.field]?.elements.first { $0.path == path }
        return Dispute(
            record: record.id, kind: record.kind, path: path,
            sides: sides([removal] + present.filter { !$0.dots.isEmpty }) { answer in
                answer.isRemoval
                    ? Dispute.removed : answer.value.map { json(of: $0, at: path) } ?? element?.json ?? .null
            },
            shown: shown, shownJSON: element?.json ?? .null, base: base(at: path))
    }

}

/// Sides: siblings that say the same are one, under the newest of them.
extension RecordReading {
    private struct Answer {
        let value: FieldValue?
        var dots: [Dot]
        var isRemoval = false
    }

    private func agreement(at path: Path) -> Agreement {
        FieldPlace(path, in: kind).definition.map { Agreement($0.policy) } ?? Agreement()
    }

    private func answers(at path: Path) -> [Answer] {
        let agreement = agreement(at: path)
        var answers: [Answer] = []
        for claim in record.claims(at: path).sorted(by: { Claim.isOlder($1, $0) }) {
            if let index = answers.firstIndex(where: { agreement.holds($0.value, claim.value) }) {
                answers[index].dots.append(claim.dot)
            } else {
                answers.append(Answer(value: claim.value, dots: [claim.dot]))
            }
        }
        return answers
    }

    private func sides(_ answers: [Answer], json: (Answer) -> JSONValue) -> [Dispute.Side] {
        answers.compactMap { answer -> Dispute.Side? in
            let stamps = answer.dots.compactMap { record.stamp(of: $0) }
            guard let newest = stamps.max(by: Stamp.isOlder) else { return nil }
            return Dispute.Side(
                value: answer.value, json: json(answer), stamp: newest, dots: answer.dots.sorted())
        }.sorted { Stamp.isOlder($0.stamp, $1.stamp) }
    }

    /// The value as people see it at the path: an element with its separate sub-fields.
    private func json(of value: FieldValue, at path: Path) -> JSONValue {
        guard path.isElement, var element = collections.shown[path.field]?.elements.first(where: { $0.path == path })
        else { return value.json }
        element.value = Entry(
            path: path, definition: nil, shown: Shown(value: value, isDisputed: false, chosen: nil))
        return element.json ?? value.json
    }

    /// What the hub kept, else what all sides say that they saw.
    private func base(at path: Path) -> FieldValue? {
        if let kept = record.bases.first(where: { $0.path == path }) { return kept.value }
        let claims = record.claims(at: path)
        guard let first = claims.first, claims.allSatisfy({ $0.from == first.from }) else { return nil }
        return first.from
    }
}

extension Stamp {
    /// Order of sides, oldest first: order time, then effective time, then dot.
    static func isOlder(_ left: Stamp, _ right: Stamp) -> Bool {
        if left.orderTime != right.orderTime { return left.orderTime < right.orderTime }
        return left.effectiveTime != right.effectiveTime
            ? left.effectiveTime < right.effectiveTime : left.dot < right.dot
    }
}
