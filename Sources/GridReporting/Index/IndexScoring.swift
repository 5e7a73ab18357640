package import GridRecords

/// The index of one area in one period.
package struct IndexScore: Sendable, Hashable {
    package let area: AreaCode
    /// Four places; nil when no leaf has a score.
    package let value: Ratio?
    /// By id of every part that has a value.
    package let parts: [String: Ratio]
    /// Ids of leaves without a score, in the order of the template; their siblings' weights count for them.
    package let missing: [String]
    /// 1 for the best; equal values share a rank and the next one is left out (1, 2, 2, 4). Nil without a value.
    package internal(set) var rank: Int?
}

/// How an area moved since another period.
package struct IndexTrend: Sendable, Hashable {
    package let area: AreaCode
    package let change: Ratio?
    /// Ranks won; below 0 for ranks lost.
    package let ranksWon: Int?
}

extension IndexTemplate {
    /// Scores and ranks of areas: by rank, equals by the code of the area.
    ///
    /// Each part is the weighted mean of its parts, rounded to four places half away from zero, so that the result does not
    /// depend on how fractions are carried.
    ///
    /// - Parameter totals: of each leaf's id as indicator, 0 to 100.
    package func scores(of areas: [AreaCode], in period: Period, totals: ImportedTotals) -> [IndexScore] {
        var scores = Set(areas).sorted().map { area in
            var values: [String: Ratio] = [:]
            let value = mean(parts, area, period, totals, &values)
            return IndexScore(
                area: area, value: value, parts: values,
                missing: leaves.map(\.id).filter { values[$0] == nil }, rank: nil)
        }
        scores.sort { left, right in
            guard let near = left.value else { return right.value == nil && left.area < right.area }
            guard let far = right.value else { return true }
            return near != far ? near > far : left.area < right.area
        }
        for index in scores.indices where scores[index].value != nil {
            let isTied = index > 0 && scores[index].value == scores[index - 1].value
            scores[index].rank = isTied ? scores[index - 1].rank : index + 1
        }
        return scores
    }

    private func mean(
        _ nodes: [Node], _ area: AreaCode, _ period: Period, _ totals: ImportedTotals, _ values: inout [String: Ratio]
    ) -> Ratio? {
        var sum = Ratio.zero
        var weights = Ratio.zero
        for node in nodes {
            let value =
                node.parts.isEmpty
                ? totals.total(node.id, unit: area.text, period: period)?.value
                : mean(node.parts, area, period, totals, &values)
            guard let value else { continue }
            values[node.id] = value
            guard let part = value.times(node.weight), let next = sum.plus(part), let whole = weights.plus(node.weight)
            else { return nil }
            (sum, weights) = (next, whole)
        }
        return sum.divided(by: weights)?.rounded(places: 4)
    }

    /// Of each area in both periods what changed, by area.
    package static func trend(from old: [IndexScore], to new: [IndexScore]) -> [IndexTrend] {
        let before = Dictionary(old.map { ($0.area, $0) }, uniquingKeysWith: { first, _ in first })
        return new.sorted { $0.area < $1.area }.compactMap { score in
            guard let earlier = before[score.area] else { return nil }
            let change = score.value.flatMap { value in earlier.value.flatMap { value.minus($0) } }
            let ranksWon = score.rank.flatMap { rank in earlier.rank.map { $0 - rank } }
            return IndexTrend(area: score.area, change: change, ranksWon: ranksWon)
        }
    }

    /// In how many of the periods an area stood among the first so many.
    package static func periodsAmongFirst(_ count: Int, _ area: AreaCode, in periods: [[IndexScore]]) -> Int {
        periods.count { scores in
            scores.contains { score in score.area == area && (score.rank.map { $0 <= count } ?? false) }
        }
    }

    /// How many of the areas stand among the first so many.
    package static func areasAmongFirst(_ count: Int, _ areas: Set<AreaCode>, in scores: [IndexScore]) -> Int {
        scores.count { areas.contains($0.area) && ($0.rank.map { $0 <= count } ?? false) }
    }
}

extension Ratio {
    /// To places after the point, half away from zero; itself where it does not fit.
    func rounded(places: Int) -> Ratio {
        let scale = (0..<places).reduce(1) { power, _ in power * 10 }
        let (product, overflow) = numerator.multipliedReportingOverflow(by: scale)
        guard !overflow else { return self }
        let (quotient, rest) = product.quotientAndRemainder(dividingBy: denominator)
        let isUp = rest.magnitude >= denominator.magnitude - rest.magnitude
        return Ratio(quotient + (isUp ? numerator.signum() : 0), of: scale) ?? self
    }
}
