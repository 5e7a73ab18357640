package import GridRecords

/// Which kinds are counted, and which columns of a fact are filled from which fields: data of the template.
package struct FactSchema: Sendable, Hashable {
    package struct Kind: Sendable, Hashable {
        package let id: String
        /// Fields that tell when the thing happened, the first with a value counts; without one the time in the id.
        package let occurred: [String]
        package let columns: [Column]

        package func index(of column: String) -> Int? { columns.firstIndex { $0.id == column } }
    }

    package struct Column: Sendable, Hashable {
        package let id: String
        package let type: ColumnType
        package let source: Source
    }

    package enum ColumnType: String, CaseIterable, Sendable {
        /// One code or short text.
        case code
        /// A set of codes.
        case codes
        case flag
        /// A whole number: a count, an amount in fen.
        case number
        /// When something happened: not known before it did, so nothing after the cut-off is seen.
        case moment
        /// When something is due: may lie after the cut-off. A bare date lasts to the end of its day.
        case deadline
    }

    package indirect enum Source: Sendable, Hashable {
        /// The first of the fields that has a value; with a part of composites named, that part.
        case fields([String], part: String?)
        /// Elements of a collection.
        case elements(Elements)
        /// The earliest occurrence among the records of a kind whose field refers to this one.
        case linked(kind: String, field: String)
        /// Who wrote the record first.
        case creator
        /// Whether a person still has to decide something about the record.
        case disputed
        /// A table from the start of another source's code to a code: category to department.
        case routed(Source, table: [Route], otherwise: String?)
        /// The first of several sources that has a value.
        case first([Source])
    }

    package struct Route: Sendable, Hashable {
        package let prefix: String
        package let code: String
    }

    package struct Elements: Sendable, Hashable {
        package enum Pick: String, CaseIterable, Sendable {
            case first, last
            /// How many there are.
            case count
        }

        package let field: String
        /// Only elements whose part is one of the codes.
        package let filter: Filter?
        /// The part that is taken; nil for elements that are bare values.
        package let part: String?
        package let pick: Pick
        /// The part that holds the time by which first and last are told apart.
        package let order: String
    }

    package struct Filter: Sendable, Hashable {
        package let part: String
        package let codes: [String]
    }

    package let version: String
    package let kinds: [Kind]
    /// The template itself, for hashing and for showing.
    package let json: JSONValue

    package func kind(_ id: String) -> Kind? { kinds.first { $0.id == id } }

    package static func == (left: FactSchema, right: FactSchema) -> Bool { left.json == right.json }
    package func hash(into hasher: inout Hasher) { hasher.combine(json) }
}
