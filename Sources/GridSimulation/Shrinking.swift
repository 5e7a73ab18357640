/// Takes steps out of a failing run as long as it goes on failing in the same way.
///
/// Source: A. Zeller, R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input" (IEEE TSE 28(2), 2002),
/// section 3, ddmin over the complements.
package enum Shrinking {
    /// - Parameters:
    ///   - budget: runs that may be made.
    ///   - run: one run without the steps of these numbers.
    /// - Returns: the smallest failing run that was found.
    package static func shrink(_ failing: Outcome, budget: Int, run: (Set<Int>) -> Outcome) -> Outcome {
        guard let invariant = failing.findings.first?.invariant else { return failing }
        let all = Set(failing.steps.map(\.number))
        var best = failing
        var left = budget
        var kept = failing.steps.map(\.number)
        var chunk = max(1, kept.count / 2)
        while left > 0 {
            var didShrink = false
            var start = 0
            while start < kept.count, left > 0 {
                let candidate = Array(kept[..<start] + kept[min(kept.count, start + chunk)...])
                left -= 1
                let outcome = run(all.subtracting(candidate))
                if outcome.findings.contains(where: { $0.invariant == invariant }) {
                    kept = candidate
                    best = outcome
                    didShrink = true
                } else {
                    start += chunk
                }
            }
            if chunk == 1, !didShrink { break }
            chunk = max(1, min(chunk / 2, max(1, kept.count / 2)))
        }
        return best
    }
}
