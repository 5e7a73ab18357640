/// Names inside a kind that must name something: only asked of files that an office writes.
extension KindDefinition {
    func checkNames() throws(CatalogueError) {
        for field in fields {
            try check(field, beside: fields, name: field.id)
            for part in field.parts { try check(part, beside: field.parts, name: "\(field.id)/\(part.id)") }
        }
    }

    private func check(_ field: FieldDefinition, beside others: [FieldDefinition], name: String)
        throws(CatalogueError)
    {
        let fieldParameters = ["evidence", "unless", "review_if_above", "review_if_after"]
        let named =
            [field.alternative, field.documentType, field.requiredWhen?.field]
            + fieldParameters.map { field.policy.parameters[$0] }
        for other in named.compactMap({ $0 }) where !others.contains(where: { $0.id == other }) {
            throw CatalogueError(kind: id, field: name, reason: "it names the field `\(other)`, which is not there")
        }
        if let part = field.policy.parameters["same_part"], !field.parts.contains(where: { $0.id == part }) {
            throw CatalogueError(kind: id, field: name, reason: "it names the part `\(part)`, which is not there")
        }
        for code in field.codesInPolicy where !field.codes.isEmpty && field.rank(of: Text(code)) == nil {
            throw CatalogueError(
                kind: id, field: name, reason: "its policy names the code `\(code)`, which is not there")
        }
        if case .value(let json)? = field.defaultValue, !field.type.isCollection {
            do {
                _ = try field.value(json: json)
            } catch {
                throw CatalogueError(
                    kind: id, field: name, reason: "its default does not fit: \(error.message(in: .english))")
            }
        }
    }
}

extension FieldDefinition {
    fileprivate var codesInPolicy: [String] {
        var codes: [String] = []
        let parameters = policy.parameters
        if let order = parameters["order"] { codes += order.split(separator: ",").map { PolicyDefinition.trimmed($0) } }
        if let code = parameters["wins"] { codes.append(code) }
        if let code = parameters["provisional"], code != "none" { codes.append(code) }
        codes += policy.closingCodes
        return codes + (policy.stepChains() + policy.stepChains("resume")).flatMap { $0 }
    }
}

extension PolicyDefinition {
    /// The legal steps that `steps` or `resume` tells, each chain from its first to its last; empty without it.
    package func stepChains(_ parameter: String = "steps") -> [[String]] {
        guard let steps = parameters[parameter] else { return [] }
        return steps.split(separator: ";").map { chain in
            chain.split(separator: ">").map { PolicyDefinition.trimmed($0) }.filter { !$0.isEmpty }
        }
    }

    static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
