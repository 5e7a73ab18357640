/// The legal steps of a workflow: which code leads to which.
struct Steps: Sendable {
    private typealias Edge = (from: Text, to: Text)

    private let edges: [Edge]
    /// Steps that lead out of a side way again: legal, but no way by which one value is further than another.
    private let resuming: [Edge]

    /// Reads chains like `a>b>c; a>d`; without them the declared order of the codes is the one chain.
    init(_ policy: PolicyDefinition, codes: [CodeDefinition]) {
        edges =
            policy.parameters["steps"] != nil
            ? Steps.edges(policy.stepChains()) : Steps.edges([codes.map(\.code.string)])
        resuming = Steps.edges(policy.stepChains("resume"))
    }

    private static func edges(_ chains: [[String]]) -> [Edge] {
        chains.flatMap { codes in zip(codes, codes.dropFirst()).map { (from: Text($0), to: Text($1)) } }
    }

    /// Whether a path of legal steps goes from one code to the other; every code leads to itself.
    func lead(_ from: Text, _ to: Text) -> Bool { from == to || reachable(from: from).contains(to) }

    /// The claims from which no legal path leads on to another one's step; those without a step only if all are.
    func furthest(_ claims: [Claim]) -> [Claim] {
        let stepped = claims.filter { code(of: $0) != nil }
        guard !stepped.isEmpty else { return claims }
        return stepped.filter { claim in
            !stepped.contains { other in
                guard let here = code(of: claim), let there = code(of: other) else { return false }
                return lead(here, there) && !lead(there, here)
            }
        }
    }

    func code(of claim: Claim) -> Text? { if case .code(let code) = claim.value { code } else { nil } }

    /// Whether going from one value to the other, or to none, is going to an earlier step.
    func isBack(from: FieldValue, to: FieldValue?) -> Bool {
        guard case .code(let here) = from else { return false }
        guard case .code(let there) = to else { return to == nil }
        if resuming.contains(where: { $0.from == here && $0.to == there }) { return false }
        return here != there && lead(there, here) && !lead(here, there)
    }

    private func reachable(from start: Text) -> Set<Text> {
        var reached: Set<Text> = []
        var frontier = [start]
        while let code = frontier.popLast() {
            for edge in edges where edge.from == code && reached.insert(edge.to).inserted { frontier.append(edge.to) }
        }
        return reached
    }
}
