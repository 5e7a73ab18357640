package import GridRecords

/// One worker's stars for one period, explained point by point.
package struct StarReview: Sendable, Hashable {
    /// One rule's points, with the records that earned them.
    package struct Line: Sendable, Hashable {
        package let rule: String
        package let label: Label
        /// Records counted: of a share the part.
        package let count: Int
        /// Of a share the whole; nil for a line by count.
        package let whole: Int?
        package let points: Ratio
        /// Sorted.
        package let records: [RecordID]
    }

    /// A person's decision over the computed stars.
    package struct Overruling: Sendable, Hashable {
        package let stars: Int
        package let by: WorkerID
        package let reason: String
        /// Milliseconds since 1970.
        package let at: Int64

        /// Nil without a reason, or for anything but 1 to 5 stars.
        package init?(stars: Int, by: WorkerID, reason: String, at: Int64) {
            guard (1...5).contains(stars), reason.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
                return nil
            }
            self.stars = stars
            self.by = by
            self.reason = reason
            self.at = at
        }
    }

    package let worker: WorkerID
    package let lines: [Line]
    package let points: Ratio
    /// What the points alone would give.
    package let earned: Int
    /// Of the review before; nil for a first one.
    package let previous: Int?
    /// After the rule that stars move only so far at once.
    package let computed: Int
    package let overruling: Overruling?

    /// What counts.
    package var stars: Int { overruling?.stars ?? computed }

    /// How the computed stars came about, in words.
    package var reason: Label {
        let sum = points.decimal(places: 2)
        var chinese = "得分\(sum)，对应\(earned)星"
        var english = "\(sum) points are worth \(earned) stars"
        if computed != earned {
            chinese += "；\(previous.map { "上期\($0)星" } ?? "首次评定")，一次最多变动至\(computed)星"
            english +=
                "; \(previous.map { "after \($0) stars" } ?? "at a first review") they move no further than \(computed)"
        }
        if let overruling {
            chinese += "；由\(overruling.by.text)改定为\(overruling.stars)星：\(overruling.reason)"
            english += "; \(overruling.by.text) decided on \(overruling.stars): \(overruling.reason)"
        }
        return Label(chinese: chinese, english: english)
    }
}

extension StarRules {
    /// Reviews of workers, sorted by worker. Compute them again when conflicts or duplicates were decided.
    ///
    /// - Parameter facts: sealed. Each record counts for the worker whom its column names, in the period in which it
    ///   occurred and as known at the cut-off (milliseconds since 1970).
    package func reviews(
        of workers: [WorkerID], in period: Period, cutoff: Int64, facts: FactTable, previous: [WorkerID: Int] = [:],
        overrulings: [WorkerID: StarReview.Overruling] = [:]
    ) -> [StarReview] {
        let byLine = lines.map { counts($0, period, cutoff, facts) }
        return Set(workers).sorted().map { worker in
            let lines = zip(self.lines, byLine).map { rule, counts in
                line(rule, counts[Text(worker.text)] ?? Tally())
            }
            let points = lines.reduce(Ratio.zero) { $0.plus($1.points) ?? $0 }
            let earned = bounds.first { points >= $0.atLeast }?.stars ?? bounds.last.map { max($0.stars - 1, 1) } ?? 1
            let before = previous[worker]
            let base = before ?? start
            let computed = min(max(earned, base - fall), base + rise)
            return StarReview(
                worker: worker, lines: lines, points: points, earned: earned, previous: before,
                computed: min(max(computed, 1), 5), overruling: overrulings[worker])
        }
    }

    private func line(_ rule: Line, _ tally: Tally) -> StarReview.Line {
        var points: Ratio
        if rule.numerator != nil {
            points = Ratio(tally.part, of: tally.whole).flatMap { $0.times(rule.points) } ?? rule.without
        } else {
            points = rule.points.times(Ratio(tally.part)) ?? .zero
        }
        if let most = rule.atMost, points > most { points = most }
        return StarReview.Line(
            rule: rule.id, label: rule.label, count: tally.part, whole: rule.numerator == nil ? nil : tally.whole,
            points: points, records: tally.counted.sorted())
    }

    private func counts(_ rule: Line, _ period: Period, _ cutoff: Int64, _ facts: FactTable) -> [Text: Tally] {
        guard let rows = facts.rows(of: rule.kind), let worker = rows.schema.index(of: rule.worker) else { return [:] }
        let reader = RowReader(rows: rows, cutoff: cutoff)
        let condition = CompiledCondition(rule.condition, rows: rows, table: facts)
        let numerator = rule.numerator.map { CompiledCondition($0, rows: rows, table: facts) }
        var byNumber: [UInt32: Tally] = [:]
        for row in rows.ids.indices {
            guard let time = reader.instant(.occurred, row), period.contains(time), reader.holds(condition, row) else {
                continue
            }
            let isPart = numerator.map { reader.holds($0, row) } ?? true
            byNumber[rows.columns[worker].small[row], default: Tally()]
                .add(rows.ids[row], isPart: isPart, isWaiting: false, amount: FactColumn.absent, listing: true)
        }
        var result: [Text: Tally] = [:]
        for (number, tally) in byNumber where number != 0 { result[Text(facts.codes.texts[Int(number)])] = tally }
        return result
    }
}
