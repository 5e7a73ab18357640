import GridRecords

/// A choice of steps, all of them legal one after another, that leads an item to an end.
struct WayToEnd {
    /// Positions in the list of steps that change the state.
    let taken: Set<Int>
    /// How many steps of the list it spans, the ending one included.
    let length: Int

    /// Positions looked at side by side, at most; a log that needs more was made to need them.
    private static let breadth = 512

    fileprivate struct Branch {
        let position: Position
        /// The last step taken in `nodes`; -1 for none.
        let node: Int
        /// Steps without effect so far.
        let lost: Int
    }

    private struct Node {
        let index: Int
        let parent: Int
    }

    private struct End {
        let rank: Int
        let length: Int
        let node: Int
    }

    /// The way to the end of the highest rank; of equal ones the earliest, then the one that loses fewest steps.
    ///
    /// Looks at every choice of taking or passing over each step, equal positions taken together.
    static func best(
        through steps: [WorkStep], from start: Position, in definition: WorkflowDefinition
    ) -> WayToEnd? {
        var nodes: [Node] = []
        var branches = [Branch(position: start, node: -1, lost: 0)]
        var best: End?
        let legality = Legality(definition: definition)
        for (index, step) in steps.enumerated() {
            var next = Layer()
            for branch in branches {
                switch legality.judge(step, at: branch.position) {
                case .refused: next.add(branch.losing)
                case .note(let note):
                    next.add(
                        Branch(position: branch.position.applying(step, note), node: branch.node, lost: branch.lost))
                case .transition(let way):
                    let position = branch.position.applying(step, way, in: definition)
                    nodes.append(Node(index: index, parent: branch.node))
                    let node = nodes.count - 1
                    if let state = definition.state(way.to), state.isTerminal {
                        if best.map({ state.rank > $0.rank }) ?? true {
                            best = End(rank: state.rank, length: index + 1, node: node)
                        }
                    } else {
                        next.add(Branch(position: position, node: node, lost: branch.lost))
                    }
                    next.add(branch.losing)
                }
            }
            branches = next.kept(breadth)
        }
        guard let best else { return nil }
        var taken: Set<Int> = []
        var node = best.node
        while node >= 0 {
            taken.insert(nodes[node].index)
            node = nodes[node].parent
        }
        return WayToEnd(taken: taken, length: best.length)
    }

    /// The branches after one step, of equal positions the one that lost fewest.
    private struct Layer {
        private var branches: [Branch] = []
        private var places: [Position: Int] = [:]

        mutating func add(_ branch: Branch) {
            if let place = places[branch.position] {
                if branch.lost < branches[place].lost { branches[place] = branch }
            } else {
                places[branch.position] = branches.count
                branches.append(branch)
            }
        }

        func kept(_ count: Int) -> [Branch] {
            guard branches.count > count else { return branches.sorted { $0.lost < $1.lost } }
            return Array(branches.sorted { $0.lost < $1.lost }.prefix(count))
        }
    }
}

extension WayToEnd.Branch {
    fileprivate var losing: WayToEnd.Branch { .init(position: position, node: node, lost: lost + 1) }
}
