import GridCausality
import GridRecords

/// Requests about version vectors alone.
enum VectorSuites {
    static func compare(_ request: JSONTree) throws(Conformance.Malformed) -> JSONTree {
        var names = Names()
        let a = try names.vector(request.member("a"))
        let b = try names.vector(request.member("b"))
        return .string(a.compare(b).rawValue)
    }

    static func merge(_ request: JSONTree) throws(Conformance.Malformed) -> JSONTree {
        var names = Names()
        let a = try names.vector(request.member("a"))
        let b = try names.vector(request.member("b"))
        return names.tree(a.merged(b))
    }

    static func resolve(_ request: JSONTree) throws(Conformance.Malformed) -> JSONTree {
        var names = Names()
        var versions: [VersionVector] = []
        for tree in try request.list(at: "versions") { versions.append(try names.vector(tree)) }
        return .array(VersionVector.maximal(versions).map(names.tree))
    }

    static func parse(_ input: JSONTree?) -> JSONTree {
        var names = Names()
        guard let input, let vector = try? names.vector(input) else { return .fields(("r", .string("error"))) }
        return .fields(("r", .string("ok")), ("value", names.tree(vector)))
    }
}
