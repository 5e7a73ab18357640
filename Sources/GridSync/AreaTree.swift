package import GridRecords
import Synchronization

/// The area tree with its history: who lies below whom, and what an old code became.
package struct AreaTree: Sendable {
    package private(set) var areas: [AreaCode: Area] = [:]
    private var children: [AreaCode: [AreaCode]] = [:]
    private var successors: [AreaCode: [AreaCode]] = [:]
    private let remembered = Remembered()

    package init(_ areas: [Area] = []) {
        for area in areas { self.areas[area.code] = area }
        for area in areas.sorted(by: { $0.code < $1.code }) {
            if let parent = area.parent { children[parent, default: []].append(area.code) }
            for old in area.predecessors { successors[old, default: []].append(area.code) }
        }
    }

    /// Whether both are copies of one tree.
    package func isSame(as other: AreaTree) -> Bool { remembered === other.remembered }

    package func contains(_ code: AreaCode) -> Bool { areas[code] != nil }

    package func successors(of code: AreaCode) -> [AreaCode] { successors[code] ?? [] }

    /// What a code is today: followed for as long as it has exactly one successor.
    package func current(_ code: AreaCode) -> AreaCode {
        guard successors[code] != nil else { return code }
        var code = code
        var passed: Set<AreaCode> = []
        while passed.insert(code).inserted, let next = successors[code], next.count == 1 { code = next[0] }
        return code
    }

    /// The areas and everything below them, with the old codes that became any of these: what is in scope for a
    /// person with these areas. Cost: one step for each area found, the first time.
    package func scope(of assigned: [AreaCode]) -> Set<AreaCode> { known(from: assigned).codes }

    /// The areas in scope that are described here, sorted by code. Cost: as of the scope.
    package func describedScope(of assigned: [AreaCode]) -> [Area] { known(from: assigned).areas }

    private func known(from assigned: [AreaCode]) -> Remembered.Scope {
        remembered.scope(of: assigned) {
            let codes = found(from: assigned)
            return Remembered.Scope(codes: codes, areas: codes.sorted().compactMap { areas[$0] })
        }
    }

    /// A manifest, made the first time that it is asked for.
    ///
    /// - Parameter holder: the manifest as far as it says whose it is, without areas and version.
    package func manifest(of holder: ScopeManifest, make: () -> ScopeManifest) -> ScopeManifest {
        remembered.manifest(of: holder, make: make)
    }

    private func found(from assigned: [AreaCode]) -> Set<AreaCode> {
        var result: Set<AreaCode> = []
        var pending = assigned
        while let code = pending.popLast() {
            guard result.insert(code).inserted else { continue }
            pending += children[code] ?? []
            pending += areas[code]?.predecessors ?? []
        }
        return result
    }

    /// The area and those above it, innermost first.
    package func ancestors(of code: AreaCode) -> [AreaCode] {
        var result: [AreaCode] = []
        var next: AreaCode? = code
        while let current = next, !result.contains(current) {
            result.append(current)
            next = areas[current]?.parent
        }
        return result
    }
}

/// What was found in a tree. A tree never changes, so it stays true; every exchange asks for it.
private final class Remembered: Sendable {
    struct Scope {
        let codes: Set<AreaCode>
        let areas: [Area]
    }

    private struct Found {
        var scopes: [[AreaCode]: Scope] = [:]
        var manifests: [ScopeManifest: ScopeManifest] = [:]
        /// Areas in all scopes, and manifests, which share the descriptions with these.
        var areas = 0

        /// Makes room: then all are forgotten, so that memory stays bounded.
        mutating func hold(_ count: Int) {
            if areas + count > Remembered.capacity { self = Found() }
            areas += count + 1
        }
    }

    /// Areas that are held at most.
    private static let capacity = 400_000
    private let found = Mutex(Found())

    func scope(of assigned: [AreaCode], make: () -> Scope) -> Scope {
        if let known = found.withLock({ $0.scopes[assigned] }) { return known }
        let made = make()
        found.withLock { found in
            found.hold(made.codes.count)
            found.scopes[assigned] = made
        }
        return made
    }

    func manifest(of holder: ScopeManifest, make: () -> ScopeManifest) -> ScopeManifest {
        if let known = found.withLock({ $0.manifests[holder] }) { return known }
        let made = make()
        found.withLock { found in
            found.hold(0)
            found.manifests[holder] = made
        }
        return made
    }
}
