import ArgumentParser
import GridClient

extension Conflicts {
    struct Resolve: FieldCommand {
        static let configuration = CommandConfiguration(
            commandName: "resolve", abstract: localised(.helpConflictsResolve))

        @Argument(help: help(.headID, "ID")) var id: String?
        @Option(help: help(.optionTake, "N")) var take: Int?
        @Option(help: help(.optionValue, "V")) var value: String?
        @Option(name: .customLong("take-changeset"), help: help(.optionTakeChangeset, "DOT")) var changeset: String?
        @Option(name: .customLong("where"), help: help(.optionWhere, "FIELD=VALUE")) var conditions: [String] = []
        @Option(help: help(.optionKind, "K")) var kind: String?
        @Option(help: help(.optionArea, "A")) var area: [String] = []
        @Option(help: help(.optionNote, "TEXT")) var note: String?
        @Option(help: help(.optionSeen, "S")) var seen: String?
        @OptionGroup var globals: GlobalOptions

        func perform(in session: Session) async throws(ClientError) -> Int32 {
            let decision = try decision(in: session)
            let selections = try selections(in: session)
            let written = try await session.withClient { client throws(ClientError) in
                var written: [Written] = []
                for selection in selections {
                    written += try client.resolve(selection, by: decision, note: note, seen: seen)
                }
                return written
            }
            session.console.written(written)
            return Exit.done
        }

        /// Exactly one of taking a side, another value, and a changeset's values.
        private func decision(in session: Session) throws(ClientError) -> Decision {
            switch (take, value, changeset) {
            case (let side?, nil, nil):
                guard side >= 1 else { throw usage(.errorTake, in: session) }
                return .side(side)
            case (nil, let text?, nil): return .value(.text(text))
            case (nil, nil, let dot?): return .changeset(dot)
            default: throw usage(.errorChoice, in: session)
            }
        }

        /// One conflict or record by its id, or all that the filters leave; `kind`, `area` and `path` filter, too.
        private func selections(in session: Session) throws(ClientError) -> [ConflictSelection] {
            let isFiltered = !conditions.isEmpty || kind != nil || !area.isEmpty
            if let id {
                guard !isFiltered else { throw usage(.errorFilter, in: session) }
                return [.conflict(id)]
            }
            guard isFiltered, changeset == nil else { throw usage(.errorFilter, in: session) }
            var fields = try filters(conditions, in: session)
            let path = ConflictFilter.take("path", from: &fields)
            let kind = kind ?? ConflictFilter.take("kind", from: &fields)
            let areas = area.isEmpty ? [ConflictFilter.take("area", from: &fields)] : area.map { Optional($0) }
            return areas.map { .matching(kind: kind, area: $0, path: path, fields: fields) }
        }

        private func usage(_ message: Message, in session: Session) -> ClientError {
            .usage(session.console.text(message), hint: session.console.text(.usageHint))
        }
    }
}

/// Names among the `--where` conditions that speak of the conflict, not of a field of its record.
enum ConflictFilter {
    static func take(_ name: String, from conditions: inout [(field: String, value: String)]) -> String? {
        guard let index = conditions.firstIndex(where: { $0.field == name }) else { return nil }
        return conditions.remove(at: index).value
    }
}
