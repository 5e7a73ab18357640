import ArgumentParser

/// Numbers of steps as text: `1-40,42,50-`.
enum Omission {
    static func numbers(_ text: String) throws -> Set<Int> {
        var result: Set<Int> = []
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard let first = ends.first, let low = first, let last = ends.last, let high = last, low <= high else {
                throw ValidationError("\(part) is no number and no range of steps")
            }
            result.formUnion(low...high)
        }
        return result
    }

    static func text(_ numbers: Set<Int>) -> String {
        var parts: [String] = []
        var run: ClosedRange<Int>?
        for number in numbers.sorted() {
            if let known = run, known.upperBound == number - 1 {
                run = known.lowerBound...number
                continue
            }
            if let run { parts.append(text(run)) }
            run = number...number
        }
        if let run { parts.append(text(run)) }
        return parts.joined(separator: ",")
    }

    private static func text(_ run: ClosedRange<Int>) -> String {
        run.count == 1 ? "\(run.lowerBound)" : "\(run.lowerBound)-\(run.upperBound)"
    }
}
