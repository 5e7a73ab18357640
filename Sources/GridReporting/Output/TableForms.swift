package import GridRecords

/// A list, an index or stars in the same forms as a report.
extension ListTable {
    /// Lines end with a line feed; columns stand under their headings in any script.
    package func terminal(language: Language) -> String {
        let texts = [headings.map { $0.text(in: language) }] + rows.map(\.cells)
        let widths = headings.indices.map { column in
            texts.map { column < $0.count ? TextWidth.columns(of: $0[column]) : 0 }.max() ?? 0
        }
        let lines = texts.map { cells in
            cells.enumerated().map { TextWidth.padded($1, to: widths[$0]) }.joined(separator: "  ")
        }
        let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
        return ([label.text(in: language), "", lines[0], rule] + lines.dropFirst()).map { $0 + "\n" }.joined()
    }

    /// `{"list","label","headings","rows":[{"problem","campaigns","cells"}]}`.
    package var json: JSONValue {
        [
            "list": .string(id), "label": label.json, "headings": .array(headings.map(\.json)),
            "rows": .array(
                rows.map { row in
                    [
                        "problem": .text(row.problem), "campaigns": .array(row.campaigns.map { .string($0) }),
                        "cells": .array(row.cells.map { .string($0) }),
                    ]
                }),
        ]
    }
}

extension StarRules {
    /// Reviews as a table: each line's points stand in a column of their own.
    ///
    /// - Parameter names: of workers; the id stands where there is none.
    package func table(_ reviews: [StarReview], names: [WorkerID: String], language: Language = .chinese)
        -> ListTable
    {
        let fixed = [Label(chinese: "编号", english: "worker"), Label(chinese: "姓名", english: "name")]
        let ends = [
            Label(chinese: "得分", english: "points"), Label(chinese: "上期", english: "before"),
            Label(chinese: "星级", english: "stars"), Label(chinese: "说明", english: "reason"),
        ]
        return ListTable(
            id: id, label: label, headings: fixed + lines.map(\.label) + ends,
            rows: reviews.map { review in
                let points = review.lines.map { line in
                    let count = line.whole.map { "\(line.count)/\($0)" } ?? "\(line.count)"
                    return "\(line.points.decimal(places: 2)) (\(count))"
                }
                return ListTable.Row(
                    problem: nil, campaigns: [],
                    cells: [review.worker.text, names[review.worker] ?? ""] + points + [
                        review.points.decimal(places: 2), review.previous.map { "\($0)" } ?? "–", "\(review.stars)",
                        review.reason.text(in: language),
                    ])
            }, personColumns: [1])
    }
}

extension IndexTemplate {
    /// Scores by rank, with what each area won or lost since the period before.
    package func table(_ scores: [IndexScore], before: [IndexScore], territory: Territory) -> ListTable {
        let trends = Dictionary(
            IndexTemplate.trend(from: before, to: scores).map { ($0.area, $0) }, uniquingKeysWith: { first, _ in first }
        )
        let fixed = [
            Label(chinese: "位次", english: "rank"), Label(chinese: "单位", english: "area"),
            Label(chinese: "指数", english: "index"), Label(chinese: "变动", english: "change"),
            Label(chinese: "位次变动", english: "ranks won"), Label(chinese: "缺项", english: "missing"),
        ]
        return ListTable(
            id: id, label: label, headings: fixed + parts.map(\.label),
            rows: scores.map { score in
                let trend = trends[score.area]
                let cells = [
                    score.rank.map { "\($0)" } ?? "–", territory.node(score.area)?.name ?? score.area.text,
                    score.value?.decimal(places: 2) ?? "–", trend?.change?.decimal(places: 2) ?? "–",
                    trend?.ranksWon.map { "\($0)" } ?? "–", "\(score.missing.count)",
                ]
                return ListTable.Row(
                    problem: nil, campaigns: [],
                    cells: cells + parts.map { score.parts[$0.id]?.decimal(places: 2) ?? "–" })
            }, personColumns: [])
    }
}
