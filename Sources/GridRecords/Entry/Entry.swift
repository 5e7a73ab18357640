/// What a person or a program enters for one record, before it becomes writes.
package enum Entry {
    /// A path as it was given, also `field/+`, with its value.
    package struct Item: Sendable {
        package enum Content: Sendable {
            /// Null removes what is there.
            case json(JSONValue)
            /// As typed on a command line; empty removes what is there.
            case text(String)
        }

        package let path: String
        package let content: Content

        package init(path: String, content: Content) {
            self.path = path
            self.content = content
        }

        package static func json(_ path: String, _ value: JSONValue) -> Item { Item(path: path, content: .json(value)) }
        package static func text(_ path: String, _ value: String) -> Item { Item(path: path, content: .text(value)) }
    }

    /// What the entry takes from outside: who, where and when, and what the author has before him.
    package struct Surroundings {
        let author: WorkerID
        let area: AreaCode?
        let now: Timestamp
        let mintElement: () -> String
        let seal: (SealedNumber) -> SealedValue?
        let elements: (_ field: String) -> [String]
        let shown: (Path) -> FieldValue?

        /// - Parameters:
        ///   - area: written at `area` by a creation; nil writes none.
        ///   - now: the author's clock, with his zone.
        ///   - mintElement: a new element id, fit to stand in a path.
        ///   - seal: encrypts an identity number; nil when that cannot be done here.
        ///   - elements: ids of the elements that stand in a collection.
        ///   - shown: the value shown at a path.
        package init(
            author: WorkerID, area: AreaCode?, now: Timestamp, mintElement: @escaping () -> String,
            seal: @escaping (SealedNumber) -> SealedValue?,
            elements: @escaping (_ field: String) -> [String] = { _ in [] },
            shown: @escaping (Path) -> FieldValue? = { _ in nil }
        ) {
            self.author = author
            self.area = area
            self.now = now
            self.mintElement = mintElement
            self.seal = seal
            self.elements = elements
            self.shown = shown
        }
    }

    /// Writes ready for a change, and what is worth a word all the same.
    package struct Result: Sendable {
        /// Sorted by path, each once.
        package let writes: [Write]
        package let warnings: [ValidationFinding]
    }

    /// Writes of a new record: the fields given, the defaults of the others and the area.
    package static func creation(of kind: KindDefinition, items: [Item], in surroundings: Surroundings)
        throws(ValidationError) -> Result
    {
        var builder = EntryBuilder(kind: kind, isCreation: true, surroundings: surroundings)
        for item in items { builder.take(item) }
        builder.fillDefaults()
        builder.requireFields()
        return try builder.result()
    }

    /// Writes of an edit.
    package static func edit(of kind: KindDefinition, items: [Item], in surroundings: Surroundings)
        throws(ValidationError) -> Result
    {
        var builder = EntryBuilder(kind: kind, isCreation: false, surroundings: surroundings)
        for item in items { builder.take(item) }
        return try builder.result()
    }
}
